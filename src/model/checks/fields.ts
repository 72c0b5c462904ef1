import type { CheckWorld } from "../check-world.ts";
import type { Fact } from "../finding-facts.ts";
import type { ServiceView } from "../service-view.ts";
import { isMirrored } from "../slice-endpoints.ts";
import { isHeadless, portFact } from "./behind.ts";

/** SVC013: what an ExternalName Service cannot do. */
export function checkExternalName({ service: { spec }, namespace, name }: ServiceView): Fact[] {
  if (spec?.type !== "ExternalName") return [];
  const { externalName = "", ports = [] } = spec;
  const facts: Fact[] = [];
  if (isAddress(externalName)) facts.push({ kind: "external-name-is-address", externalName });
  if (isOwnName(externalName, name, namespace)) facts.push({ kind: "external-name-is-itself", externalName });
  if (ports.length > 0) facts.push({ kind: "external-name-ports", externalName, ports: ports.map(portFact) });
  return facts;
}

/** A name of digits and dots reads as an IPv4 address to every resolver; colons stand in IPv6 addresses alone. */
const isAddress = (name: string): boolean => /^\d+(\.\d+){3}\.?$/.test(name) || name.includes(":");

/** `web`, `web.shop`, `web.shop.svc`, `web.shop.svc.cluster.local`, in capitals or with a dot behind, too. */
function isOwnName(externalName: string, name: string, namespace: string): boolean {
  const words = externalName.toLowerCase().replace(/\.$/, "");
  return [name, `${name}.${namespace}`].includes(words) || `${words}.`.startsWith(`${name}.${namespace}.svc.`);
}

/** SVC016: what newer versions of Kubernetes warn about. */
export function checkDeprecated({ service: { spec }, slices }: ServiceView): Fact[] {
  const { externalIPs = [], loadBalancerIP, trafficDistribution } = spec ?? {};
  const facts: Fact[] = [];
  if (externalIPs.length > 0)
    facts.push({ kind: "deprecated-field", field: "externalIPs", value: externalIPs.join(", ") });
  if (loadBalancerIP) facts.push({ kind: "deprecated-field", field: "loadBalancerIP", value: loadBalancerIP });
  if (trafficDistribution === "PreferClose")
    facts.push({ kind: "deprecated-field", field: "PreferClose", value: trafficDistribution });
  const mirrored = slices.filter(isMirrored).map(({ metadata }) => metadata?.name ?? "");
  if (mirrored.length > 0) facts.push({ kind: "deprecated-field", field: "Endpoints", value: mirrored.join(", ") });
  return facts;
}

/** SVC021: Pods that are not ready, behind a virtual address. */
export function checkPublishing(view: ServiceView): Fact[] {
  const { spec } = view.service;
  const isProxied = spec?.type !== "ExternalName" && !isHeadless(view);
  return spec?.publishNotReadyAddresses && isProxied ? [{ kind: "publishes-not-ready" }] : [];
}

/** The API server's --service-node-port-range when it is not set. */
const NODE_PORTS = { first: 30_000, last: 32_767 };

/** SVC023. A cluster has accepted its node ports: it may have another range, so files alone are held to this one. */
export function checkNodePortRange({ service: { spec } }: ServiceView, { fromFiles }: CheckWorld): Fact[] {
  if (!fromFiles) return [];
  const typed = [...(spec?.ports ?? []).map(({ nodePort }) => nodePort), spec?.healthCheckNodePort];
  const outside = typed.flatMap((nodePort) =>
    nodePort !== undefined && nodePort !== 0 && (nodePort < NODE_PORTS.first || nodePort > NODE_PORTS.last)
      ? [nodePort]
      : [],
  );
  return [...new Set(outside)].map((nodePort) => ({ kind: "node-port-out-of-range", nodePort }));
}

/** RFC 1123, 63 octets. Since Kubernetes 1.36 a Service's name may begin with a digit (RelaxedServiceNameValidation). */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LONGEST_PORT_NAME = 62;

/** SVC024: names that no DNS label can hold. A port's stands behind an underscore: _http._tcp.web.shop.svc. */
export function checkNames({ service: { metadata, spec }, name }: ServiceView): Fact[] {
  const facts: Fact[] = [];
  if (!LABEL.test(name) && !(name === "" && metadata?.generateName)) facts.push({ kind: "service-name-not-dns", name });
  for (const { name: portName } of spec?.ports ?? []) {
    if (portName && (!LABEL.test(portName) || portName.length > LONGEST_PORT_NAME))
      facts.push({ kind: "port-name-not-dns", name: portName });
  }
  return facts;
}
