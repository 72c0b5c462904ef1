import type { CheckWorld } from "../check-world.ts";
import type { Fact } from "../finding-facts.ts";
import { groupBy } from "../group-by.ts";
import { protocolOf } from "../ports.ts";
import type { ServiceView } from "../service-view.ts";

/** A node port, or a port of an external address, that a Service lays claim to. */
interface Claim {
  view: ServiceView;
  address: string | undefined;
  port: number;
  protocol: string;
}

/** SVC009: what more than one Service claims, and each Service's facts about it. */
export function checkClashes({ views }: CheckWorld): Map<ServiceView, Fact[]> {
  const claims = groupBy(views.flatMap(claimsOf), ({ address, port, protocol }) => `${address} ${port} ${protocol}`);
  const facts = new Map<ServiceView, Fact[]>();
  for (const rivals of claims.values()) {
    if (rivals.length < 2) continue;
    for (const view of new Set(rivals.map((claim) => claim.view))) {
      facts.set(view, [...(facts.get(view) ?? []), ...factsOf(view, rivals)]);
    }
  }
  return facts;
}

function claimsOf(view: ServiceView): Claim[] {
  const { spec, status } = view.service;
  if (spec?.type === "ExternalName") return [];
  const balanced = spec?.type === "LoadBalancer";
  const given = balanced ? (status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip) : [];
  const wanted = balanced ? [spec.loadBalancerIP] : [];
  const addresses = new Set([...(spec?.externalIPs ?? []), ...given, ...wanted].filter((address) => address));
  const ports = spec?.ports ?? [];
  const healthCheck = spec?.healthCheckNodePort;
  return [
    ...(healthCheck ? [{ view, address: undefined, port: healthCheck, protocol: "TCP" }] : []),
    ...ports.flatMap(({ nodePort, ...port }) =>
      nodePort ? [{ view, address: undefined, port: nodePort, protocol: protocolOf(port) }] : [],
    ),
    ...[...addresses].flatMap((address) =>
      ports.map((port) => ({ view, address, port: port.port, protocol: protocolOf(port) })),
    ),
  ];
}

function factsOf(view: ServiceView, rivals: readonly Claim[]): Fact[] {
  const others = new Set(
    rivals.filter((claim) => claim.view !== view).map(({ view: { namespace, name } }) => `${namespace}/${name}`),
  );
  const [claim] = rivals;
  if (!claim) return [];
  const { address, port, protocol } = claim;
  if (address === undefined) return [{ kind: "node-port-clash", nodePort: port, protocol, others: [...others] }];
  return others.size > 0 ? [{ kind: "address-clash", address, port, protocol, others: [...others] }] : [];
}
