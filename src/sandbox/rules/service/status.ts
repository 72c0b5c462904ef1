import type { LoadBalancerIngress } from "../../../model/kinds.ts";
import type { Service } from "../../../model/snapshot.ts";
import type { Cause } from "../../types.ts";
import { checkSubdomain1123 } from "../content.ts";
import { forbidden, invalid, invalidEach, optionalOneOf, required } from "../field-error.ts";
import { checkIp, parseIp } from "../ip-address.ts";

/** ValidateLoadBalancerStatus: what a cloud's controller may report. */
export function validateServiceStatus(service: Service, previous: Service): Cause[] {
  const field = "status.loadBalancer.ingress";
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  if (service.spec?.type !== "LoadBalancer") {
    return ingress.length > 0 ? [forbidden(field, "may only be used when `spec.type` is 'LoadBalancer'")] : [];
  }
  const kept = (previous.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []));
  return ingress.flatMap((point, index) => validateIngress(`${field}[${index}]`, point, kept));
}

function validateIngress(field: string, { ip, ipMode, hostname }: LoadBalancerIngress, kept: string[]): Cause[] {
  return [
    ...(ip ? checkIp(`${field}.ip`, ip, kept) : []),
    ...validateMode(`${field}.ipMode`, ip, ipMode),
    ...(hostname ? invalidEach(`${field}.hostname`, hostname, checkSubdomain1123(hostname)) : []),
    ...(hostname && parseIp(hostname)
      ? [invalid(`${field}.hostname`, hostname, "must be a DNS name, not an IP address")]
      : []),
  ];
}

function validateMode(field: string, ip: string | undefined, mode: string | undefined): Cause[] {
  if (mode === undefined) return ip ? [required(field, "must be specified when `ip` is set")] : [];
  return ip
    ? optionalOneOf(field, mode, ["Proxy", "VIP"])
    : [forbidden(field, "may not be specified when `ip` is not set")];
}
