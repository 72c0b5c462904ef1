import type { ServicePort, ServiceSpec } from "../../../model/kinds.ts";

/** An ExternalName is an alias in DNS; every other type has a cluster IP, be it "None". */
export const needsClusterIp = ({ type }: ServiceSpec): boolean => type !== "ExternalName";

export const needsNodePorts = ({ type }: ServiceSpec): boolean => type === "NodePort" || type === "LoadBalancer";

/** Are node ports given to those ports that name none? A load balancer may do without them. */
export const allocatesNodePorts = ({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean =>
  type === "NodePort" || (type === "LoadBalancer" && allocateLoadBalancerNodePorts !== false);

export const needsHealthCheckPort = ({ type, externalTrafficPolicy }: ServiceSpec): boolean =>
  type === "LoadBalancer" && externalTrafficPolicy === "Local";

/** Do clients from outside reach it by a node port, a load balancer or an external IP? */
export const isExternallyAccessible = (spec: ServiceSpec): boolean =>
  needsNodePorts(spec) || (spec.type === "ClusterIP" && (spec.externalIPs ?? []).length > 0);

export const isHeadless = ({ clusterIPs }: ServiceSpec): boolean =>
  clusterIPs?.length === 1 && clusterIPs[0] === "None";

/** Headless without a selector: its endpoints are somebody else's, of any family. */
export const isBareHeadless = ({ clusterIP, selector }: ServiceSpec): boolean =>
  clusterIP === "None" && Object.keys(selector ?? {}).length === 0;

export const portsOf = ({ ports }: ServiceSpec): ServicePort[] => ports ?? [];

/** The node ports that are written in the object, whether the type uses them or not. */
export const nodePortsOf = (spec: ServiceSpec): number[] =>
  portsOf(spec).flatMap(({ nodePort }) => (nodePort ? [nodePort] : []));

export const sameList = (one: readonly unknown[] = [], other: readonly unknown[] = []): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);
