import assert from "node:assert/strict";
import { test } from "node:test";

import { type Field, type FieldType, type Schema, schemaOf } from "../../../src/sandbox/schema/schema.ts";

interface ModelField {
  baseName: string;
  type: string;
  format: string;
}

interface Model {
  getAttributeTypeMap(): ModelField[];
}

/** Every kind of the table, with client-node's model of it: Kubernetes 1.34's, generated from its OpenAPI document. */
const KINDS: [apiVersion: string, kind: string, model?: string][] = [
  ["v1", "Namespace"],
  ["v1", "Node"],
  ["v1", "Pod"],
  ["v1", "Service"],
  ["v1", "Endpoints"],
  ["v1", "Event", "CoreV1Event"],
  ["v1", "ConfigMap"],
  ["v1", "Secret"],
  ["v1", "ServiceAccount"],
  ["v1", "ReplicationController"],
  ["v1", "PersistentVolumeClaim"],
  ["v1", "Binding"],
  ["v1", "DeleteOptions"],
  ["v1", "Status"],
  ["apps/v1", "ControllerRevision"],
  ["apps/v1", "Deployment"],
  ["apps/v1", "ReplicaSet"],
  ["apps/v1", "StatefulSet"],
  ["apps/v1", "DaemonSet"],
  ["authentication.k8s.io/v1", "SelfSubjectReview"],
  ["authentication.k8s.io/v1", "TokenReview"],
  ["authorization.k8s.io/v1", "SelfSubjectAccessReview"],
  ["authorization.k8s.io/v1", "SelfSubjectRulesReview"],
  ["authorization.k8s.io/v1", "SubjectAccessReview"],
  ["authorization.k8s.io/v1", "LocalSubjectAccessReview"],
  ["autoscaling/v1", "Scale"],
  ["batch/v1", "CronJob"],
  ["batch/v1", "Job"],
  ["coordination.k8s.io/v1", "Lease"],
  ["discovery.k8s.io/v1", "EndpointSlice"],
  ["events.k8s.io/v1", "Event", "EventsV1Event"],
  ["networking.k8s.io/v1", "Ingress"],
  ["networking.k8s.io/v1", "IngressClass"],
  ["networking.k8s.io/v1", "NetworkPolicy"],
  ["policy/v1", "Eviction"],
  ["policy/v1", "PodDisruptionBudget"],
];

/** Fields of Kubernetes 1.35 and 1.36 that the models do not have yet. */
const NEWER = new Set([
  "ListMeta.shardInfo",
  "NodeStatus.declaredFeatures",
  "PodCertificateProjection.userAnnotations",
  "PodSpec.schedulingGroup",
  "PodStatus.allocatedResources",
  "PodStatus.nodeAllocatableResourceClaimStatuses",
  "PodStatus.resources",
  "ResourceHealth.message",
  "VolumeMountStatus.volumeStatus",
]);

async function modelOf(name: string): Promise<Model | undefined> {
  const module = (await import(`@kubernetes/client-node/dist/gen/models/${name}.js`)) as Record<string, Model>;
  return module[name];
}

/** What the field is in JSON, as against how Go or TypeScript name it. */
function shapeOf(type: FieldType): string {
  if (type.kind === "scalar") return SHAPES[type.scalar] ?? type.scalar;
  if (type.kind === "struct") return "struct";
  return `${type.kind} of ${shapeOf(type.item)}`;
}

const SHAPES: Record<string, string> = { quantity: "string", bytes: "byte", time: "date-time" };

function shapeOfModel({ type, format }: ModelField): string {
  const list = /^Array<(.*)>$/.exec(type)?.[1];
  if (list !== undefined) return `list of ${shapeOfModel({ type: list, format, baseName: "" })}`;
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (map !== undefined) return `map of ${shapeOfModel({ type: map, format, baseName: "" })}`;
  if (type === "V1MicroTime") return "microTime";
  if (type === "IntOrString") return "intOrString";
  if (type === "string") return format || "string";
  if (type === "number") return format;
  if (type === "boolean") return "bool";
  if (type === "Date") return "date-time";
  return type === "any" ? "any" : "struct";
}

const structIn = (type: FieldType): Schema | undefined => {
  if (type.kind === "struct") return type.schema;
  return type.kind === "scalar" ? undefined : structIn(type.item);
};

const modelIn = (type: string): string | undefined => /[A-Z]\w*V\d\w*|V\d\w+/.exec(type)?.[0];

async function compare(schema: Schema, modelName: string, seen: Set<string>): Promise<string[]> {
  if (seen.has(modelName)) return [];
  seen.add(modelName);
  const model = await modelOf(modelName);
  const described = new Map((model?.getAttributeTypeMap() ?? []).map((field) => [field.baseName, field]));
  const differences: string[] = [];
  for (const name of described.keys()) {
    if (!schema.fields.has(name)) differences.push(`${schema.name}.${name} is missing`);
  }
  for (const field of schema.fields.values()) {
    differences.push(...(await compareField(schema, field, described.get(field.name), seen)));
  }
  return differences;
}

async function compareField(
  { name }: Schema,
  field: Field,
  described: ModelField | undefined,
  seen: Set<string>,
): Promise<string[]> {
  const path = `${name}.${field.name}`;
  if (!described) return NEWER.has(path) ? [] : [`${path} is not in the model`];
  const [ours, theirs] = [shapeOf(field.type), shapeOfModel(described)];
  if (ours !== theirs) return [`${path} is ${ours}, in the model ${theirs}`];
  const [struct, inner] = [structIn(field.type), modelIn(described.type)];
  return struct && inner && inner !== "V1MicroTime" ? compare(struct, inner, seen) : [];
}

for (const [apiVersion, kind, model] of KINDS) {
  test(`the fields of ${apiVersion} ${kind} are those of client-node's model`, async () => {
    const schema = schemaOf(apiVersion, kind);
    assert.ok(schema);
    assert.deepEqual(await compare(schema, model ?? `V1${kind}`, new Set()), []);
  });
}
