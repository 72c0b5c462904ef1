import { asMap, isList, isMap, type JsonMap, type JsonValue } from "./json-value.ts";
import type { KubeObject } from "./snapshot.ts";

const words = (text: string): readonly string[] => text.split(" ");

/** The order of the fields in the types of k8s.io/api 1.36. */
const OBJECT = words("kind apiVersion metadata spec status");
const METADATA = words(
  "name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp " +
    "deletionGracePeriodSeconds labels annotations ownerReferences finalizers managedFields",
);
const SERVICE_SPEC = words(
  "ports selector clusterIP clusterIPs type externalIPs sessionAffinity loadBalancerIP loadBalancerSourceRanges " +
    "externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig ipFamilies " +
    "ipFamilyPolicy allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution",
);
const EVENT = words(
  "kind apiVersion metadata involvedObject reason message source firstTimestamp lastTimestamp count type eventTime " +
    "series action related reportingComponent reportingInstance",
);
const REFERENCE = words("kind namespace name uid apiVersion resourceVersion fieldPath");
const SERVICE_PORT = words("name protocol appProtocol port targetPort nodePort");

/**
 * The object with its fields in the order of its Go type, in which kubectl prints as JSON what it makes from flags or
 * reads as one of its own types. What no order is known for stays as it stands: a server sends it in that of its type.
 */
export function inTypeOrder(object: KubeObject): KubeObject {
  const { metadata, ...fields } = asMap(object);
  const typed = { ...fields, ...(isMap(metadata) && { metadata: metadataFields(metadata) }), ...ownFields(fields) };
  return ordered(typed, object.kind === "Event" ? EVENT : OBJECT) as KubeObject;
}

/** The fields of one kind that have fields in turn. */
function ownFields({ kind, spec, items, involvedObject }: JsonMap): JsonMap {
  if (kind === "Service") return { spec: serviceSpec(spec) };
  if (kind === "Event" && isMap(involvedObject)) return { involvedObject: ordered(involvedObject, REFERENCE) };
  if (isList(items)) return { items: items.map((item) => asMap(inTypeOrder(item as KubeObject))) };
  return {};
}

function metadataFields(metadata: JsonMap): JsonMap {
  const { labels, annotations } = metadata;
  const maps = {
    ...(isMap(labels) && { labels: sorted(labels) }),
    ...(isMap(annotations) && { annotations: sorted(annotations) }),
  };
  return ordered({ ...metadata, ...maps }, METADATA);
}

function serviceSpec(spec: JsonValue | undefined): JsonValue | undefined {
  if (!isMap(spec)) return spec;
  const { ports, selector } = spec;
  const typed = {
    ...(isList(ports) && { ports: ports.map((port) => (isMap(port) ? ordered(port, SERVICE_PORT) : port)) }),
    ...(isMap(selector) && { selector: sorted(selector) }),
  };
  return ordered({ ...spec, ...typed }, SERVICE_SPEC);
}

const sorted = (map: JsonMap): JsonMap => ordered(map, Object.keys(map).toSorted());

/** The fields that `order` names first, then the rest as they stand. */
export function ordered<T>(fields: Readonly<Record<string, T>>, order: readonly string[]): Record<string, T> {
  const named = order.flatMap((key) => (Object.hasOwn(fields, key) ? [[key, fields[key] as T] as const] : []));
  return Object.fromEntries([...named, ...Object.entries(fields).filter(([key]) => !order.includes(key))]);
}
