import type { ServiceSpec } from "../../../model/kinds.ts";
import type { Cause } from "../../types.ts";
import { duplicate, invalid, notSupported, optionalOneOf, required } from "../field-error.ts";
import { checkIp, familyOf } from "../ip-address.ts";
import { isHeadless } from "./facts.ts";

const families = ["IPv4", "IPv6"];
const policies = ["PreferDualStack", "RequireDualStack", "SingleStack"];
const field = "spec.clusterIPs";

/** ValidateServiceClusterIPsRelatedFields: do cluster IPs, families and family policy make sense together? */
export function validateAddresses(spec: ServiceSpec, kept: readonly string[] = []): Cause[] {
  if (spec.type === "ExternalName") return [];
  const addresses = validateEachAddress(spec, kept);
  const causes = [
    ...validateFirstAddress(spec),
    ...validateFamilies(spec),
    ...optionalOneOf("spec.ipFamilyPolicy", spec.ipFamilyPolicy, policies),
    ...addresses,
    ...((spec.clusterIPs ?? []).length > 2 ? [invalid(field, spec.clusterIPs, "may only hold up to 2 values")] : []),
  ];
  return addresses.length > 0 ? causes : [...causes, ...validateAddressFamilies(spec)];
}

function validateFirstAddress({ clusterIP, clusterIPs = [] }: ServiceSpec): Cause[] {
  if (!clusterIP) {
    return clusterIPs.length > 0 ? [invalid(field, clusterIPs, "must be empty when `clusterIP` is not specified")] : [];
  }
  if (clusterIPs.length === 0) return [required(field)];
  return clusterIPs[0] === clusterIP ? [] : [invalid(field, clusterIPs, "first value must match `clusterIP`")];
}

const validateFamilies = ({ ipFamilies = [] }: ServiceSpec): Cause[] =>
  ipFamilies.flatMap((family, index) => [
    ...(families.includes(family) ? [] : [notSupported(`spec.ipFamilies[${index}]`, family, families)]),
    ...(ipFamilies.indexOf(family) < index ? [duplicate(`spec.ipFamilies[${index}]`, family)] : []),
  ]);

function validateEachAddress({ clusterIPs = [] }: ServiceSpec, kept: readonly string[]): Cause[] {
  return clusterIPs.flatMap((address, index) => {
    if (index > 0 || address !== "None") return checkIp(`${field}[${index}]`, address, kept);
    return clusterIPs.length > 1 ? [invalid(field, clusterIPs, "'None' must be the first and only value")] : [];
  });
}

function validateAddressFamilies(spec: ServiceSpec): Cause[] {
  const { clusterIPs = [], ipFamilies = [] } = spec;
  const distinct = new Set(clusterIPs.map((address) => familyOf(address)));
  const crowded = clusterIPs.length > 1 && (clusterIPs.length > 2 || distinct.size < 2);
  const mismatched = isHeadless(spec) ? [] : clusterIPs.slice(0, ipFamilies.length);
  return [
    ...(crowded ? [invalid(field, clusterIPs, "may specify no more than one IP for each IP family")] : []),
    ...mismatched.flatMap((address, index) => {
      const wanted = ipFamilies[index] ?? "";
      if (!families.includes(wanted) || familyOf(address) === wanted) return [];
      const detail = `expected an ${wanted} value as indicated by \`ipFamilies[${index}]\``;
      return [invalid(`${field}[${index}]`, address, detail)];
    }),
  ];
}

/** Once given, addresses and families stay: validateUpgradeDowngradeClusterIPs and …IPFamilies. */
export function validateAddressesUpdate(spec: ServiceSpec, before: ServiceSpec): Cause[] {
  if (spec.type === "ExternalName" || before.type === "ExternalName") return [];
  const headless = [isHeadless(spec), isHeadless(before)];
  if (headless.every(Boolean)) return [];
  return [
    ...validateClusterIpsUpdate(spec, before),
    ...(headless.some(Boolean) ? [] : validateFamiliesUpdate(spec, before)),
  ];
}

function validateClusterIpsUpdate(spec: ServiceSpec, before: ServiceSpec): Cause[] {
  const [now, then] = [spec.clusterIPs ?? [], before.clusterIPs ?? []];
  const changed = (index: number): Cause => invalid(`${field}[${index}]`, spec.clusterIPs, "may not change once set");
  if (now.length === then.length)
    return then.flatMap((address, index) => (address === now[index] ? [] : [changed(index)]));
  if (now.length === 0) return [invalid(`${field}[0]`, spec.clusterIPs, "primary clusterIP can not be unset")];
  const released = then.length > now.length && now.length === 1 && spec.ipFamilyPolicy !== "SingleStack";
  const detail = "must be set to 'SingleStack' when releasing the secondary clusterIP";
  return [
    ...(then.length > 0 && then[0] !== now[0] ? [changed(0)] : []),
    ...(released ? [invalid("spec.ipFamilyPolicy", spec.ipFamilyPolicy, detail)] : []),
  ];
}

function validateFamiliesUpdate(spec: ServiceSpec, before: ServiceSpec): Cause[] {
  const [now, then] = [spec.ipFamilies ?? [], before.ipFamilies ?? []];
  const changed = (value: unknown): Cause => invalid("spec.ipFamilies[0]", value, "may not change once set");
  if (now.length === then.length) return then.flatMap((family, index) => (family === now[index] ? [] : [changed(now)]));
  const released = then.length > now.length && now.length === 1 && spec.ipFamilyPolicy !== "SingleStack";
  const detail = "must be set to 'SingleStack' when releasing the secondary ipFamily";
  return [
    ...(now.length > 0 && then.length > 0 && now[0] !== then[0] ? [changed(spec.clusterIPs)] : []),
    ...(released ? [invalid("spec.ipFamilyPolicy", spec.ipFamilyPolicy, detail)] : []),
  ];
}
