import type { ServiceSpec } from "../../../model/kinds.ts";
import type { Service } from "../../../model/snapshot.ts";
import {
  isExternallyAccessible,
  needsClusterIp,
  needsHealthCheckPort,
  needsNodePorts,
  nodePortsOf,
  portsOf,
  sameList,
} from "./facts.ts";

/** On create: who names only `clusterIP` means `clusterIPs` too. */
export function completeAddresses(spec: ServiceSpec): void {
  if (spec.clusterIP && (spec.clusterIPs ?? []).length === 0) spec.clusterIPs = [spec.clusterIP];
}

/**
 * On update: what the cluster gave out stays when the new object does not mention it, so that a manifest can be sent
 * again (patchAllocatedValues), and `clusterIPs` follows a changed `clusterIP` (normalizeClusterIPs).
 */
export function keepAllocated(spec: ServiceSpec, before: ServiceSpec): void {
  if (needsClusterIp(spec) && needsClusterIp(before)) {
    spec.clusterIP ||= before.clusterIP;
    if ((spec.clusterIPs ?? []).length === 0) spec.clusterIPs = before.clusterIPs && [...before.clusterIPs];
  }
  if (needsNodePorts(spec) && needsNodePorts(before)) keepNodePorts(spec, before);
  if (needsHealthCheckPort(spec) && needsHealthCheckPort(before)) {
    spec.healthCheckNodePort ||= before.healthCheckNodePort;
  }
  followClusterIp(spec, before);
}

/** By the port's name, and not where the new object uses the node port for another port. */
function keepNodePorts(spec: ServiceSpec, before: ServiceSpec): void {
  const used = nodePortsOf(spec);
  const held = new Map(portsOf(before).map(({ name = "", nodePort }) => [name, nodePort]));
  for (const port of portsOf(spec)) {
    const nodePort = held.get(port.name ?? "");
    if (!port.nodePort && nodePort && !used.includes(nodePort)) port.nodePort = nodePort;
  }
}

function followClusterIp(spec: ServiceSpec, before: ServiceSpec): void {
  const changed = (spec.clusterIP ?? "") !== (before.clusterIP ?? "");
  if (!changed) {
    if ((spec.clusterIPs ?? []).length === 0) spec.clusterIPs = before.clusterIPs && [...before.clusterIPs];
  } else if (sameList(spec.clusterIPs, before.clusterIPs)) {
    spec.clusterIPs = spec.clusterIP ? [spec.clusterIP] : undefined;
  }
}

/**
 * Wipes the fields that a change of type leaves without meaning, unless the user changed them too: then validation
 * refuses them (dropTypeDependentFields).
 */
export function dropTypeDependentFields(service: Service, spec: ServiceSpec, before: ServiceSpec): void {
  const leaves = (needs: (spec: ServiceSpec) => boolean): boolean => needs(before) && !needs(spec);
  if (leaves(needsClusterIp)) {
    if ((spec.clusterIP ?? "") === (before.clusterIP ?? "") && sameList(spec.clusterIPs, before.clusterIPs)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    if (sameList(spec.ipFamilies, before.ipFamilies)) delete spec.ipFamilies;
    dropUnchanged(spec, before, "ipFamilyPolicy");
    dropUnchanged(spec, before, "internalTrafficPolicy");
  }
  if (leaves(needsNodePorts) && nodePortsOf(spec).every((port) => nodePortsOf(before).includes(port))) {
    for (const port of portsOf(spec)) delete port.nodePort;
  }
  if (leaves(needsHealthCheckPort)) dropUnchanged(spec, before, "healthCheckNodePort");
  if (leaves(({ type }) => type === "LoadBalancer")) {
    dropUnchanged(spec, before, "allocateLoadBalancerNodePorts");
    dropUnchanged(spec, before, "loadBalancerClass");
  }
  if (leaves(isExternallyAccessible)) dropUnchanged(spec, before, "externalTrafficPolicy");
  if (spec.type !== "LoadBalancer" && service.status) service.status.loadBalancer = {};
}

function dropUnchanged(spec: ServiceSpec, before: ServiceSpec, field: keyof ServiceSpec): void {
  if (spec[field] === before[field]) delete spec[field];
}
