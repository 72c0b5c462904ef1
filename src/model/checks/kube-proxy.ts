import { familyOf, type IpFamily } from "../addresses.ts";
import type { CheckWorld } from "../check-world.ts";
import { contains, parseRange, type Range } from "../dataplane/ip.ts";
import { clusterIps, whyUnproxied } from "../dataplane/proxy-ports.ts";
import type { BalancedAddress, Fact } from "../finding-facts.ts";
import type { ServiceView } from "../service-view.ts";
import type { Node } from "../snapshot.ts";
import type { Located } from "./located.ts";

/** SVC026: what kube-proxy's ConfigMap says, against what its Services need. Says nothing where kube-proxy serves none. */
export function checkKubeProxy(world: CheckWorld): Located[] {
  const served = world.views.filter(isServed);
  if (!world.kubeProxy || served.length === 0) return [];
  const { object, configuration } = world.kubeProxy;
  const found = (fact: Fact, services: readonly ServiceView[]): Located => ({
    kind: "ConfigMap",
    object,
    fact,
    services: services.map(({ namespace, name }) => ({ namespace, name })),
  });
  const isIpvs = configuration.mode === "ipvs";
  const closed = nodePortFact(configuration.nodePortAddresses, served, world.snapshot.nodes);
  const claimed = isIpvs && configuration.ipvs.strictARP !== true ? served.filter(hasBalancer) : [];
  return [
    ...(isIpvs ? [found({ kind: "proxy-mode-deprecated", mode: "ipvs" }, [])] : []),
    ...(closed ? [found(closed.fact, closed.services)] : []),
    ...(claimed.length > 0
      ? [found({ kind: "strict-arp-off", addresses: claimed.flatMap(balancedIps) }, claimed)]
      : []),
  ];
}

/** Services of files count: the API server gives them a cluster IP. */
function isServed({ service }: ServiceView): boolean {
  const reason = whyUnproxied(service);
  return reason === undefined || reason === "no-cluster-ip";
}

const labelOf = ({ namespace, name }: ServiceView): string => `${namespace}/${name}`;

/** The nodes that no node port answers on. Of files, without nodes, only loopback addresses tell. */
function nodePortFact(
  texts: readonly string[],
  served: readonly ServiceView[],
  nodes: readonly Node[],
): { fact: Fact; services: ServiceView[] } | undefined {
  const ranges = texts.flatMap((text) => parseRange(text) ?? []);
  for (const family of ["IPv4", "IPv6"] as const) {
    const own = ranges.filter((range) => range.family === family);
    const services = served.filter((view) => hasNodePort(view) && hasFamily(view, family));
    // without a range of its own, a family is not restricted
    if (own.length === 0 || services.length === 0) continue;
    const known = nodes.filter((node) => addressesOf(node, family).length > 0);
    const closed = known.filter(
      (node) => !addressesOf(node, family).some((ip) => own.some((one) => contains(one, ip))),
    );
    if (closed.length === 0 && !(known.length === 0 && own.every(isLoopback))) continue;
    const names = closed.map(({ metadata }) => metadata?.name ?? "");
    const fact = { ranges: texts, services: services.map(labelOf), nodes: names, of: known.length };
    return { fact: { kind: "node-ports-closed", ...fact }, services };
  }
  return undefined;
}

const hasNodePort = ({ service: { spec } }: ServiceView): boolean =>
  spec?.type === "NodePort" || (spec?.ports ?? []).some(({ nodePort }) => nodePort);

/** Before the API server has given it an address, a Service that asks for no family is taken to get IPv4. */
function hasFamily({ service }: ServiceView, family: IpFamily): boolean {
  const given = clusterIps(service).map(familyOf);
  const families: readonly string[] = given.length > 0 ? given : (service.spec?.ipFamilies ?? ["IPv4"]);
  return families.includes(family);
}

const addressesOf = ({ status }: Node, family: IpFamily): string[] =>
  (status?.addresses ?? [])
    .filter(({ type, address }) => type.endsWith("IP") && familyOf(address) === family)
    .map(({ address }) => address);

const isLoopback = ({ family, first, bits }: Range): boolean =>
  family === "IPv4" ? bits >= 8 && first >> 24n === 127n : first === 1n && bits === 128;

/** The addresses of load balancers that nodes answer themselves, or will. ARP is for IPv4. */
function balancedIps(view: ServiceView): BalancedAddress[] {
  const { spec, status } = view.service;
  const ingress = status?.loadBalancer?.ingress ?? [];
  const service = labelOf(view);
  if (ingress.length === 0) return spec?.type === "LoadBalancer" ? [{ service, ip: undefined }] : [];
  return ingress.flatMap(({ ip, ipMode = "VIP" }) =>
    ip && ipMode === "VIP" && familyOf(ip) === "IPv4" ? [{ service, ip }] : [],
  );
}

const hasBalancer = (view: ServiceView): boolean => balancedIps(view).length > 0;
