import type { ServiceSpec } from "../../../model/kinds.ts";
import type { Service } from "../../../model/snapshot.ts";
import { warnAboutCidr } from "../cidr.ts";
import { warnAboutIp } from "../ip-address.ts";

const oldTopology = "service.kubernetes.io/topology-aware-hints";

/** GetWarningsForService of 1.36: its warnings in its order. */
export function warnAboutService(service: Service): string[] {
  const spec = service.spec ?? {};
  const { clusterIP, clusterIPs = [], externalIPs = [], type } = spec;
  const headless = type === "ClusterIP" && clusterIP === "None";
  const deprecated = externalIPs.length > 0 && !headless && type !== "ExternalName";
  return [
    ...(oldTopology in (service.metadata?.annotations ?? {})
      ? [`annotation ${oldTopology} is deprecated, please use service.kubernetes.io/topology-mode instead`]
      : []),
    ...(clusterIP && clusterIP !== "None"
      ? clusterIPs.flatMap((address, index) => warnAboutIp(`spec.clusterIPs[${index}]`, address))
      : []),
    ...(headless ? warnAboutIgnored(spec) : []),
    ...externalIPs.flatMap((address, index) => warnAboutIp(`spec.externalIPs[${index}]`, address)),
    ...(deprecated ? ["spec.externalIPs is deprecated and may no longer be implemented in some clusters"] : []),
    ...(spec.loadBalancerIP ? warnAboutIp("spec.loadBalancerIP", spec.loadBalancerIP) : []),
    ...(spec.loadBalancerSourceRanges ?? []).flatMap((range, index) =>
      warnAboutCidr(`spec.loadBalancerSourceRanges[${index}]`, range),
    ),
    ...warnAboutNames(spec),
  ];
}

function warnAboutIgnored({ loadBalancerIP, externalIPs = [], sessionAffinity }: ServiceSpec): string[] {
  return [
    ...(loadBalancerIP ? ["spec.loadBalancerIP is ignored for headless services"] : []),
    ...(externalIPs.length > 0 ? ["spec.externalIPs is ignored for headless services"] : []),
    ...(sessionAffinity === "None" ? [] : ["spec.SessionAffinity is ignored for headless services"]),
  ];
}

function warnAboutNames({ type, externalIPs = [], externalName, trafficDistribution }: ServiceSpec): string[] {
  const isName = type === "ExternalName";
  return [
    ...(isName && externalIPs.length > 0 ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : []),
    ...(!isName && externalName ? ['spec.externalName is ignored when spec.type is not "ExternalName"'] : []),
    ...(trafficDistribution === "PreferClose"
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ];
}
