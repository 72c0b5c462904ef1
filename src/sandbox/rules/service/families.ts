import type { ServiceSpec } from "../../../model/kinds.ts";
import type { Cause } from "../../types.ts";
import { invalid } from "../field-error.ts";
import { familyOf } from "../ip-address.ts";
import { validateAddresses } from "./addresses.ts";
import { isBareHeadless, sameList } from "./facts.ts";

/** The one family of this cluster. */
const clusterFamily = "IPv4";

const policyField = "spec.ipFamilyPolicy";

/**
 * Fills in the family policy and the families as a single-stack cluster does (the allocator's initIPFamilyFields), or
 * says why what is asked for cannot be had. `before` is the stored Service of an update.
 */
export function settleFamilies(spec: ServiceSpec, before: ServiceSpec | undefined): Cause[] {
  if (spec.type === "ExternalName" || keepsPreference(spec, before)) return [];
  spec.ipFamilyPolicy ??= before?.ipFamilyPolicy ?? (isBareHeadless(spec) ? "RequireDualStack" : "SingleStack");

  const malformed = validateAddresses(spec, before?.clusterIPs);
  if (malformed.length > 0) return malformed;

  const contradictions = [...followPolicy(spec, before), ...refuseSecondOfOne(spec), ...inferFamilies(spec)];
  if (contradictions.length > 0) return contradictions;

  if (isBareHeadless(spec)) {
    spec.ipFamilies = bareFamilies(spec);
    return [];
  }
  const unavailable = refuseUnavailable(spec);
  if (unavailable.length === 0 && (spec.ipFamilies ?? []).length === 0) spec.ipFamilies = [clusterFamily];
  return unavailable;
}

/** A Service that prefers two families is left alone as long as nothing about its addresses changes. */
const keepsPreference = (spec: ServiceSpec, before: ServiceSpec | undefined): boolean =>
  before !== undefined &&
  spec.type === before.type &&
  ["ClusterIP", "NodePort", "LoadBalancer"].includes(spec.type ?? "") &&
  spec.ipFamilyPolicy === "PreferDualStack" &&
  (before.ipFamilyPolicy ?? "PreferDualStack") === "PreferDualStack" &&
  sameList(spec.clusterIPs, before.clusterIPs) &&
  sameList(spec.ipFamilies, before.ipFamilies);

/** On an update to SingleStack, unchanged second values go; under another policy, none may go. */
function followPolicy(spec: ServiceSpec, before: ServiceSpec | undefined): Cause[] {
  if (!before) return [];
  if (spec.ipFamilyPolicy === "SingleStack") {
    if (sameList(spec.clusterIPs, before.clusterIPs)) spec.clusterIPs = spec.clusterIPs?.slice(0, 1);
    if (sameList(spec.ipFamilies, before.ipFamilies)) spec.ipFamilies = spec.ipFamilies?.slice(0, 1);
    return [];
  }
  const reduced = (now: string[] = [], then: string[] = []): boolean => now.length > 0 && now.length < then.length;
  return [
    ...(reduced(spec.clusterIPs, before.clusterIPs)
      ? [invalid(policyField, spec.ipFamilyPolicy, "must be 'SingleStack' to release the secondary cluster IP")]
      : []),
    ...(reduced(spec.ipFamilies, before.ipFamilies)
      ? [invalid(policyField, spec.ipFamilyPolicy, "must be 'SingleStack' to release the secondary IP family")]
      : []),
  ];
}

function refuseSecondOfOne({ ipFamilyPolicy, clusterIPs = [], ipFamilies = [] }: ServiceSpec): Cause[] {
  if (ipFamilyPolicy !== "SingleStack") return [];
  const several = (what: string): Cause =>
    invalid(
      policyField,
      ipFamilyPolicy,
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    );
  return [
    ...(clusterIPs.length === 2 ? [several("cluster IPs")] : []),
    ...(ipFamilies.length === 2 ? [several("IP families")] : []),
  ];
}

/** Families that were not named are those of the cluster IPs that were. */
function inferFamilies(spec: ServiceSpec): Cause[] {
  const { clusterIPs = [], ipFamilies = [] } = spec;
  if (clusterIPs[0] === "None") return [];
  return clusterIPs.slice(ipFamilies.length).flatMap((address, index) => {
    const family = familyOf(address) ?? "unknown";
    if (family !== clusterFamily) {
      const field = `spec.clusterIPs[${ipFamilies.length + index}]`;
      return [invalid(field, clusterIPs, `${family} is not configured on this cluster`)];
    }
    spec.ipFamilies = [...(spec.ipFamilies ?? []), family];
    return [];
  });
}

function bareFamilies({ ipFamilies = [], ipFamilyPolicy }: ServiceSpec): string[] {
  const named = ipFamilies.length > 0 ? ipFamilies : [clusterFamily];
  if (named.length > 1 || ipFamilyPolicy === "SingleStack") return named;
  return [...named, named[0] === "IPv4" ? "IPv6" : "IPv4"];
}

const refuseUnavailable = ({ ipFamilyPolicy, ipFamilies = [] }: ServiceSpec): Cause[] => [
  ...(ipFamilyPolicy === "RequireDualStack"
    ? [invalid(policyField, ipFamilyPolicy, "this cluster is not configured for dual-stack services")]
    : []),
  ...ipFamilies.flatMap((family, index) =>
    family === clusterFamily ? [] : [invalid(`spec.ipFamilies[${index}]`, family, "not configured on this cluster")],
  ),
];
