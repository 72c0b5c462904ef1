import type { ServiceSpec } from "../../../model/kinds.ts";
import type { Service } from "../../../model/snapshot.ts";
import type { Cause } from "../../types.ts";
import { checkCidr } from "../cidr.ts";
import { checkPortNumber, checkQualifiedName } from "../content.ts";
import { forbidden, invalid, invalidEach, notSupported, oneOf, optionalOneOf, required } from "../field-error.ts";
import { isExternallyAccessible, needsHealthCheckPort } from "./facts.ts";

const onlyLoadBalancer = "may only be used when `type` is 'LoadBalancer'";
const sourceRangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges";
const longestAffinity = 86_400;

export function validateAffinity({ sessionAffinity, sessionAffinityConfig }: ServiceSpec): Cause[] {
  const causes = oneOf("spec.sessionAffinity", sessionAffinity, ["ClientIP", "None"]);
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (sessionAffinity !== "ClientIP" || seconds === undefined || (seconds > 0 && seconds <= longestAffinity)) {
    return causes;
  }
  const field = "spec.sessionAffinityConfig.clientIP.timeoutSeconds";
  return [...causes, invalid(field, seconds, `must be greater than 0 and less than ${longestAffinity}`)];
}

/** The networks that may reach a load balancer: the field, or else the annotation of old. */
export function validateSourceRanges(service: Service, spec: ServiceSpec, previous: Service | undefined): Cause[] {
  const wrongType = (field: string): Cause[] =>
    spec.type === "LoadBalancer" ? [] : [forbidden(field, onlyLoadBalancer)];
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0) {
    const field = "spec.LoadBalancerSourceRanges";
    const kept = (previous?.spec?.loadBalancerSourceRanges ?? []).map((range) => range.trim());
    return [
      ...wrongType(field),
      ...ranges.flatMap((range, index) => checkCidr(`${field}[${index}]`, range.trim(), kept)),
    ];
  }
  const text = service.metadata?.annotations?.[sourceRangesAnnotation];
  if (text === undefined) return [];
  const field = `metadata.annotations[${sourceRangesAnnotation}]`;
  const unchanged = previous?.metadata?.annotations?.[sourceRangesAnnotation] === text;
  const written = unchanged || text.trim() === "" ? [] : text.trim().split(",");
  return [...wrongType(field), ...written.flatMap((range) => checkCidr(field, range.trim()))];
}

export function validateNodePortAllocation({ type, allocateLoadBalancerNodePorts }: ServiceSpec): Cause[] {
  if (type === "LoadBalancer" || allocateLoadBalancerNodePorts === undefined) return [];
  return [forbidden("spec.allocateLoadBalancerNodePorts", onlyLoadBalancer)];
}

/** With `before`, also that a load balancer keeps its class. */
export function validateClass(spec: ServiceSpec, before?: ServiceSpec): Cause[] {
  const field = "spec.loadBalancerClass";
  const name = spec.loadBalancerClass;
  const isBalancer = spec.type === "LoadBalancer";
  const changed = before?.type === "LoadBalancer" && isBalancer && before.loadBalancerClass !== name;
  const causes = changed ? [invalid(field, name, "may not change once set")] : [];
  if (name === undefined) return causes;
  return [
    ...causes,
    ...(isBalancer ? invalidEach(field, name, checkQualifiedName(name)) : [forbidden(field, onlyLoadBalancer)]),
  ];
}

/** External and internal traffic policy, the health check that Local needs, and the traffic's distribution. */
export const validateTraffic = (spec: ServiceSpec): Cause[] => [
  ...validateExternalPolicy(spec),
  ...validateHealthCheckPort(spec),
  ...validateInternalPolicy(spec),
  ...validateDistribution(spec),
];

function validateExternalPolicy(spec: ServiceSpec): Cause[] {
  const field = "spec.externalTrafficPolicy";
  if (isExternallyAccessible(spec)) return oneOf(field, spec.externalTrafficPolicy, ["Cluster", "Local"]);
  if (!spec.externalTrafficPolicy) return [];
  return [invalid(field, spec.externalTrafficPolicy, "may only be set for externally-accessible services")];
}

function validateHealthCheckPort(spec: ServiceSpec): Cause[] {
  const field = "spec.healthCheckNodePort";
  const port = spec.healthCheckNodePort;
  if (needsHealthCheckPort(spec)) {
    return port ? invalidEach(field, port, checkPortNumber(port)) : [required(field)];
  }
  const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return port ? [invalid(field, port, detail)] : [];
}

function validateInternalPolicy({ type, internalTrafficPolicy }: ServiceSpec): Cause[] {
  const field = "spec.internalTrafficPolicy";
  const needed = type !== "ExternalName" && internalTrafficPolicy === undefined;
  if (needed) return ["ClusterIP", "NodePort", "LoadBalancer"].includes(type ?? "") ? [required(field)] : [];
  return optionalOneOf(field, internalTrafficPolicy, ["Cluster", "Local"]);
}

function validateDistribution({ trafficDistribution: value }: ServiceSpec): Cause[] {
  const supported = ["PreferClose", "PreferSameZone", "PreferSameNode"];
  if (value === undefined || supported.includes(value)) return [];
  return [notSupported("spec.trafficDistribution", value, supported)];
}
