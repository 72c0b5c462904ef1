import type { ServiceSpec } from "../../../model/kinds.ts";
import type { Service } from "../../../model/snapshot.ts";
import { isExternallyAccessible, portsOf } from "./facts.ts";

/** Three hours: how long ClientIP affinity remembers a client. */
const affinitySeconds = 10_800;

/** SetDefaults_Service. What depends on the cluster (addresses, ports, families) comes later. */
export function setServiceDefaults(service: Service): void {
  const spec = (service.spec ??= {});
  spec.sessionAffinity ||= "None";
  setAffinityConfig(spec);
  spec.type ||= "ClusterIP";
  for (const port of portsOf(spec)) {
    port.port ??= 0;
    port.protocol ||= "TCP";
    port.targetPort ||= port.port;
  }
  if (isExternallyAccessible(spec)) spec.externalTrafficPolicy ||= "Cluster";
  if (["ClusterIP", "NodePort", "LoadBalancer"].includes(spec.type)) spec.internalTrafficPolicy ??= "Cluster";
  if (spec.type !== "LoadBalancer") return;
  spec.allocateLoadBalancerNodePorts ??= true;
  for (const ingress of service.status?.loadBalancer?.ingress ?? []) {
    if (ingress.ip) ingress.ipMode ??= "VIP";
  }
}

function setAffinityConfig(spec: ServiceSpec): void {
  if (spec.sessionAffinity === "None") delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === "ClientIP" && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: affinitySeconds } };
  }
}
