import { exposedPorts, isService, type PortFlags } from "./exposed-ports.ts";
import { withNodePorts, type WrittenPort } from "./generate.ts";
import { groupKind, podShapeOf, selectorFor } from "./pod-template.ts";
import { parseLabelMap } from "./label-edits.ts";
import { Refusal } from "./refusal.ts";
import type { KubeObject } from "./snapshot.ts";

/** What the flags of `expose` say; texts are as typed. */
export interface ExposeFlags extends PortFlags {
  name?: string | undefined;
  selector?: string | undefined;
  labels?: string | undefined;
  type?: string | undefined;
  clusterIp?: string | undefined;
  externalIp?: string | undefined;
  loadBalancerIp?: string | undefined;
  sessionAffinity?: string | undefined;
  /** For the ports in their order. */
  nodePort?: readonly number[] | undefined;
}

const NAME_LIMIT = 63;

/**
 * The Service that exposes `source`: kubectl's derivation (1.36) for Pods, Services, ReplicationControllers,
 * Deployments and ReplicaSets, and the same for everything else that has a Pod template. Throws a Refusal.
 */
export function exposeObject(source: KubeObject, flags: ExposeFlags): KubeObject {
  if (!isService(source) && !podShapeOf(source)) throw new Refusal(`cannot expose a ${groupKind(source)}`);
  return writeService({
    name: flags.name || (source.metadata?.name ?? "").slice(0, NAME_LIMIT),
    labels: flags.labels ? parseLabelMap(flags.labels) : { ...source.metadata?.labels },
    selector: flags.selector ? parseLabelMap(flags.selector) : introspectSelector(source),
    ports: exposedPorts(source, flags),
    flags,
  });
}

/** The Service for Pods that --selector alone names, without a workload. Throws a Refusal. */
export function exposeSelector(flags: ExposeFlags): KubeObject {
  if (!flags.selector) throw new Refusal("selector must be specified");
  return writeService({
    name: flags.name ?? "",
    labels: flags.labels ? parseLabelMap(flags.labels) : {},
    selector: parseLabelMap(flags.selector),
    ports: exposedPorts({}, flags),
    flags,
  });
}

function introspectSelector(source: KubeObject): Record<string, string> {
  try {
    return selectorFor(source);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    throw new Refusal(`couldn't retrieve selectors via --selector flag or introspection: ${refusal.message}`);
  }
}

interface ServiceParts {
  name: string;
  labels: Record<string, string>;
  selector: Record<string, string>;
  ports: WrittenPort[];
  flags: ExposeFlags;
}

function writeService({ name, labels, selector, ports, flags }: ServiceParts): KubeObject {
  const { clusterIp, externalIp, loadBalancerIp, sessionAffinity, nodePort: nodePorts = [] } = flags;
  const type = flags.type || (nodePorts.length > 0 ? "NodePort" : undefined);
  if (name === "") throw new Refusal("name must be specified");
  if (ports.length === 0 && clusterIp !== "None") {
    throw new Refusal("couldn't find port via --port flag or introspection");
  }
  if (sessionAffinity && !["None", "ClientIP"].includes(sessionAffinity)) {
    throw new Refusal(`unknown session affinity: ${sessionAffinity}`);
  }
  return {
    kind: "Service",
    apiVersion: "v1",
    metadata: { name, ...(Object.keys(labels).length > 0 && { labels }) },
    spec: {
      ...(ports.length > 0 && { ports: withNodePorts(ports, nodePorts) }),
      selector,
      ...(clusterIp && { clusterIP: clusterIp }),
      ...(type && { type }),
      ...(externalIp && { externalIPs: [externalIp] }),
      ...(sessionAffinity && { sessionAffinity }),
      ...(loadBalancerIp && type === "LoadBalancer" && { loadBalancerIP: loadBalancerIp }),
    },
    status: { loadBalancer: {} },
  };
}
