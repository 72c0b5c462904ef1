import { asMap, isList, isMap, type JsonValue, valueOf } from "./json-value.ts";
import { groupKind, groupOf, type PodShape, podShapeOf } from "./pod-template.ts";
import { Refusal } from "./refusal.ts";
import type { KubeObject } from "./snapshot.ts";

/** Says what is wrong with a value at a place in an object; undefined when nothing is. Absent values are right. */
type Shape = (value: unknown, path: string) => string | undefined;

const leaf =
  (what: string, isRight: (value: unknown) => boolean): Shape =>
  (value, path) =>
    value === undefined || isRight(value) ? undefined : `${path} must be ${what}`;

const text = leaf("a text", (value) => typeof value === "string");
const number = leaf("a number", (value) => typeof value === "number");
const numberOrText = leaf("a number or a text", (value) => ["number", "string"].includes(typeof value));
const flag = leaf("true or false", (value) => typeof value === "boolean");

/** A list, the items of which are there and of one shape. */
const list =
  (item: Shape): Shape =>
  (value, path) => {
    if (value === undefined) return undefined;
    if (!isList(value)) return `${path} must be a list`;
    for (const [at, one] of value.entries()) {
      const fault = item(one ?? null, `${path}[${at}]`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

/** A map; fields that are not named may be anything. */
const map =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value, path) => {
    if (value === undefined) return undefined;
    if (!isMap(value)) return `${path} must be a map`;
    for (const [name, shape] of Object.entries(fields)) {
      const fault = shape(value[name], path === "" ? name : `${path}.${name}`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

const texts = leaf(
  "a map of texts",
  (value) => isMap(value) && Object.values(value).every((one) => typeof one === "string"),
);

const labelSelector = map({
  matchLabels: texts,
  matchExpressions: list(map({ key: text, operator: text, values: list(text) })),
});
const backend = map({ service: map({ name: text, port: map({ name: text, number }) }) });
const metadata = map({ ownerReferences: list(map({ kind: text, name: text })) });
const containers = list(map({ ports: list(map({ name: text, containerPort: number, protocol: text })) }));

const podSpec = map({ containers, initContainers: containers, hostNetwork: flag });

/** What checks look at, by kind. */
const SHAPES: Readonly<Record<string, Shape>> = {
  Service: map({
    spec: map({
      type: text,
      selector: texts,
      externalName: text,
      clusterIP: text,
      sessionAffinity: text,
      ipFamilies: list(text),
      externalIPs: list(text),
      loadBalancerIP: text,
      healthCheckNodePort: number,
      ports: list(map({ name: text, port: number, protocol: text, targetPort: numberOrText, nodePort: number })),
    }),
    status: map({ loadBalancer: map({ ingress: list(map({ ip: text })) }) }),
  }),
  "EndpointSlice.discovery.k8s.io": map({
    ports: list(map({ name: text, port: number, protocol: text })),
    endpoints: list(map({ addresses: list(text), conditions: map({}), targetRef: map({ kind: text, name: text }) })),
  }),
  "Ingress.networking.k8s.io": map({
    spec: map({
      defaultBackend: backend,
      rules: list(map({ host: text, http: map({ paths: list(map({ path: text, backend })) }) })),
    }),
  }),
  "HTTPRoute.gateway.networking.k8s.io": map({
    spec: map({
      rules: list(
        map({ backendRefs: list(map({ group: text, kind: text, name: text, namespace: text, port: number })) }),
      ),
    }),
  }),
  "NetworkPolicy.networking.k8s.io": map({
    spec: map({
      podSelector: labelSelector,
      policyTypes: list(text),
      ingress: list(
        map({ from: list(map({})), ports: list(map({ port: numberOrText, endPort: number, protocol: text })) }),
      ),
    }),
  }),
  "HorizontalPodAutoscaler.autoscaling": map({
    spec: map({ scaleTargetRef: map({ kind: text, name: text }), minReplicas: number }),
  }),
};

const scaled = map({ spec: map({ replicas: number, parallelism: number, serviceName: text }) });

/** The groups whose workloads are held to what a Pod template must be. Of other kinds only what looks like one counts. */
const OWN_GROUPS = new Set(["", "apps", "batch"]);

/** The Pod template of an object, or the Pod itself. Throws a Refusal where a workload of Kubernetes' own has none. */
export function templateOf(object: KubeObject): PodShape | undefined {
  const at = (value: JsonValue | undefined, key: string) => (isMap(value) ? valueOf(value, key) : undefined);
  const declared = at(at(at(at(asMap(object), "spec"), "template"), "spec"), "containers");
  const isWorkload = OWN_GROUPS.has(groupOf(object.apiVersion ?? "")) || isList(declared);
  return isWorkload ? podShapeOf(object) : undefined;
}

/**
 * Refuses an object of a file whose fields have another shape than checks rely on, at the first that has. Throws a
 * Refusal that names the field: "spec.ports must be a list".
 */
export function checkShape(object: KubeObject): void {
  const pod = templateOf(object);
  const kind = groupKind(object);
  const shape = Object.hasOwn(SHAPES, kind) ? SHAPES[kind] : undefined;
  const fault =
    metadata(object.metadata, "metadata") ??
    shape?.(object, "") ??
    (pod && (scaled(object, "") ?? podSpec(pod.spec, `${pod.path}spec`)));
  if (fault !== undefined) throw new Refusal(fault);
}

/** The same data without fields that are null, which the API server drops, too. */
export function withoutNulls<T>(value: T): T {
  if (isList(value)) return value.map(withoutNulls) as T;
  if (!isMap(value)) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNulls(field)])) as T;
}
