import { parsePortPair, type Protocol } from "./port-spec.ts";
import { Refusal } from "./refusal.ts";
import type { KubeObject } from "./snapshot.ts";

export type ServiceType = "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName";

/** A port of a Service as it is written to the server. */
export interface WrittenPort {
  name?: string;
  protocol: string;
  port: number;
  targetPort: number | string;
  nodePort?: number;
  appProtocol?: string;
}

/** What the flags of `create service TYPE NAME` say. */
export interface ServiceFlags {
  name: string;
  type: ServiceType;
  namespace?: string | undefined;
  /** `<port>[:<targetPort>]` by protocol; kubectl has TCP alone. */
  ports: Readonly<Partial<Record<Protocol, readonly string[]>>>;
  clusterIP?: string | undefined;
  externalName?: string | undefined;
  /** For the ports in their order; the server picks one for each port beyond the last. */
  nodePorts?: readonly number[] | undefined;
  /** kubectl has `app=NAME` alone. */
  selector?: Readonly<Record<string, string>> | undefined;
}

/** The Service that `create service` sends (kubectl 1.36; an ExternalName Service gets no selector). Throws a Refusal. */
export function generateService(flags: ServiceFlags): KubeObject {
  checkService(flags);
  const { name, type, namespace, clusterIP, externalName } = flags;
  const ports = generatePorts(flags);
  const selector = flags.selector ?? (type === "ExternalName" ? undefined : { app: name });
  return {
    kind: "Service",
    apiVersion: "v1",
    metadata: { name, ...(namespace !== undefined && { namespace }), labels: { app: name } },
    spec: {
      ...(ports.length > 0 && { ports }),
      ...(selector && { selector }),
      ...(clusterIP && { clusterIP }),
      type,
      ...(externalName && { externalName }),
    },
    status: { loadBalancer: {} },
  };
}

const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function checkService({ type, clusterIP, externalName = "", ports }: ServiceFlags): void {
  const none = Object.values(ports).every((specs) => specs.length === 0);
  if (type !== "ExternalName" && clusterIP !== "None" && none) {
    throw new Refusal("at least one tcp port specifier must be provided");
  }
  if (type === "ExternalName" && (!DNS_SUBDOMAIN.test(externalName) || externalName.length > 253)) {
    throw new Refusal(`invalid service external name ${externalName}`);
  }
}

function generatePorts({ ports, nodePorts = [] }: ServiceFlags): WrittenPort[] {
  const written = Object.entries(ports).flatMap(([protocol, specs]) =>
    specs.map((spec): WrittenPort => ({ name: portName(spec, protocol), protocol, ...parsePortPair(spec) })),
  );
  return withNodePorts(written, nodePorts);
}

/** kubectl's name for a TCP port; a suffix keeps the same number under another protocol apart. */
function portName(spec: string, protocol: string): string {
  const name = spec.replaceAll(":", "-");
  return protocol === "TCP" ? name : `${name}-${protocol.toLowerCase()}`;
}

/** Gives each port its node port, in order: one node port never stands on two ports. Throws a Refusal. */
export function withNodePorts(ports: readonly WrittenPort[], nodePorts: readonly number[]): WrittenPort[] {
  if (nodePorts.length > ports.length) {
    throw new Refusal(`${nodePorts.length} node ports for ${ports.length} ${ports.length === 1 ? "port" : "ports"}`);
  }
  return ports.map((port, at) => {
    const nodePort = nodePorts[at];
    return nodePort === undefined || nodePort === 0 ? port : { ...port, nodePort };
  });
}
