import { compareAddresses } from "./addresses.ts";
import { protocolOf, type ServicePort } from "./ports.ts";
import type { Service } from "./snapshot.ts";

/** Why a port is taken: on every node, or at an address from outside the cluster. */
export type PortUseKind = "node-port" | "health-check" | "load-balancer" | "external-ip";

/** One port that a Service holds outside the cluster's own network. */
export interface PortUse {
  kind: PortUseKind;
  /** An IP or host name; undefined for every node, and for a load balancer that has none yet. */
  address: string | undefined;
  number: number;
  protocol: string;
  namespace: string;
  name: string;
  service: Service;
  /** The Service's port that it leads to; undefined for a health check. */
  port: ServicePort | undefined;
}

const ORDER: readonly PortUseKind[] = ["node-port", "health-check", "load-balancer", "external-ip"];

/** Everything that some Services hold: node ports first, then addresses; each in the order of numbers. */
export function portUses(services: readonly Service[]): PortUse[] {
  return services.flatMap(usesOf).toSorted(
    (a, b) =>
      ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
      // what is still without an address comes last
      Number(a.address === undefined) - Number(b.address === undefined) ||
      compareAddresses(a.address ?? "", b.address ?? "") ||
      a.number - b.number ||
      compareAddresses(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`),
  );
}

/** Where a load balancer answers: IPs and host names. */
export const balancerAddresses = ({ status }: Service): string[] =>
  (status?.loadBalancer?.ingress ?? []).flatMap(
    ({ ip, hostname }) => [ip, hostname].filter((text) => Boolean(text)) as string[],
  );

function usesOf(service: Service): PortUse[] {
  const { metadata, spec } = service;
  if (spec?.type === "ExternalName") return [];
  const owner = { namespace: metadata?.namespace ?? "", name: metadata?.name ?? "", service };
  const ingress = balancerAddresses(service);
  const balancers = spec?.type === "LoadBalancer" ? (ingress.length > 0 ? ingress : [undefined]) : [];
  const uses = (spec?.ports ?? []).flatMap((port): PortUse[] => {
    const use = { ...owner, port, protocol: protocolOf(port), number: port.port };
    return [
      ...(port.nodePort ? [{ ...use, kind: "node-port" as const, address: undefined, number: port.nodePort }] : []),
      ...balancers.map((address) => ({ ...use, kind: "load-balancer" as const, address })),
      ...(spec?.externalIPs ?? []).map((address) => ({ ...use, kind: "external-ip" as const, address })),
    ];
  });
  const number = spec?.healthCheckNodePort;
  if (!number) return uses;
  return [...uses, { ...owner, kind: "health-check", address: undefined, number, protocol: "TCP", port: undefined }];
}

/** Numbers from the first to the last, both included. */
export interface PortRange {
  first: number;
  last: number;
}

/** --service-node-port-range as kube-apiserver has it when nothing else is said. */
export const DEFAULT_RANGE: PortRange = { first: 30_000, last: 32_767 };

/** How much of the range of node ports is taken. */
export interface NodePortCount {
  range: PortRange;
  used: number;
  free: number;
  /** The lower part of the range, which the API server takes last when it chooses itself; undefined: there is none. */
  byHand: (PortRange & { free: number }) | undefined;
  /** Node ports in use that are not in the range. */
  outside: number[];
}

/**
 * Counts node ports. A number counts once, whatever its protocols: the API server never gives it to two Services. The
 * lower part is min(max(16, size / 32), 128) numbers (KEP-3668); a range of 16 numbers or fewer has none.
 */
export function countNodePorts(uses: readonly PortUse[], range: PortRange): NodePortCount {
  const numbers = new Set(
    uses.flatMap(({ kind, number }) => (kind === "node-port" || kind === "health-check" ? [number] : [])),
  );
  const takenIn = ({ first, last }: PortRange) => [...numbers].filter((number) => number >= first && number <= last);
  const freeIn = (part: PortRange) => sizeOf(part) - takenIn(part).length;
  const size = sizeOf(range);
  const lower = { first: range.first, last: range.first + Math.min(Math.max(16, Math.floor(size / 32)), 128) - 1 };
  const inRange = new Set(takenIn(range));
  return {
    range,
    used: inRange.size,
    free: freeIn(range),
    byHand: size <= 16 ? undefined : { ...lower, free: freeIn(lower) },
    outside: [...numbers].filter((number) => !inRange.has(number)).toSorted((a, b) => a - b),
  };
}

const sizeOf = ({ first, last }: PortRange): number => last - first + 1;

/** Reads "30000-32767"; undefined when the text is no range of ports. */
export function parsePortRange(text: string): PortRange | undefined {
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(text.trim()) ?? [];
  const range = { first: Number(first), last: Number(last) };
  return range.first >= 1 && range.first <= range.last && range.last <= 65_535 ? range : undefined;
}
