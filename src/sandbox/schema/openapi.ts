import type { Kind } from "../types.ts";
import { serverVersion } from "../version.ts";
import { pathsOf } from "./openapi-paths.ts";
import type { Scalar } from "./notation.ts";
import { type Field, type FieldType, type Schema, schemaOf } from "./schema.ts";

type Json = Record<string, unknown>;

/**
 * The OpenAPI v3 document of a group-version: the schemas of its kinds with their merge rules, and the paths with the
 * query parameters that kubectl looks for before it validates, applies or explains.
 */
export function openApiV3(group: string, version: string, kinds: readonly Kind[]): object {
  const own = kinds.filter((kind) => kind.group === group && kind.version === version);
  const schemas = new Map<string, Json>();
  const apiVersion = group === "" ? version : `${group}/${version}`;
  for (const { kind } of own) {
    const schema = schemaOf(apiVersion, kind);
    if (!schema) continue;
    addSchemas(schemas, schema);
    schemas.set(nameOf(schema), {
      ...schemas.get(nameOf(schema)),
      "x-kubernetes-group-version-kind": [{ group, kind, version }],
    });
  }
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: serverVersion },
    paths: pathsOf(own, (kind) => {
      const schema = schemaOf(apiVersion, kind.kind);
      return schema ? reference(schema) : { type: "object" };
    }),
    components: { schemas: { ...Object.fromEntries(schemas), ...PLAIN_SCHEMAS } },
  };
}

const META = "io.k8s.apimachinery.pkg.apis.meta.v1";
const INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
const QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";

const PLAIN_SCHEMAS: Json = {
  [INT_OR_STRING]: { format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] },
  [`${META}.MicroTime`]: { type: "string", format: "date-time" },
  [`${META}.Time`]: { type: "string", format: "date-time" },
  [QUANTITY]: { oneOf: [{ type: "string" }, { type: "number" }] },
};

const SCALARS: Readonly<Record<Scalar, Json>> = {
  any: { type: "object" },
  bool: { type: "boolean" },
  bytes: { type: "string", format: "byte" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "integer", format: "int64" },
  intOrString: refer(INT_OR_STRING),
  microTime: refer(`${META}.MicroTime`),
  quantity: refer(QUANTITY),
  string: { type: "string" },
  time: refer(`${META}.Time`),
};

/** Adds a struct and every struct that it leads to. */
function addSchemas(schemas: Map<string, Json>, schema: Schema): void {
  const name = nameOf(schema);
  if (schemas.has(name)) return;
  const fields = [...schema.fields.values()];
  const required = fields.filter(({ omit }) => omit === "never").map((field) => field.name);
  const properties = fields.map((field) => [field.name, propertyOf(field)]);
  schemas.set(name, {
    type: "object",
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) as Json }),
    ...(required.length > 0 && { required }),
    ...(schema.atomic && { "x-kubernetes-map-type": "atomic" }),
  });
  for (const { type } of fields) {
    const inner = structIn(type);
    if (inner) addSchemas(schemas, inner);
  }
}

function structIn(type: FieldType): Schema | undefined {
  if (type.kind === "struct") return type.schema;
  return type.kind === "scalar" ? undefined : structIn(type.item);
}

function propertyOf({ type, patch }: Field): Json {
  return {
    ...typeSchema(type),
    ...(patch?.mergeKey !== undefined && { "x-kubernetes-patch-merge-key": patch.mergeKey }),
    ...(patch && { "x-kubernetes-patch-strategy": patch.strategies.join(",") }),
  };
}

function typeSchema(type: FieldType): Json {
  switch (type.kind) {
    case "scalar":
      return SCALARS[type.scalar];
    case "struct":
      return { allOf: [reference(type.schema)] };
    case "list":
      return { type: "array", items: typeSchema(type.item), ...listTraits(type.keys) };
    case "map":
      return {
        type: "object",
        additionalProperties: typeSchema(type.item),
        ...(type.atomic && { "x-kubernetes-map-type": "atomic" }),
      };
  }
}

function listTraits(keys: readonly string[] | undefined): Json {
  if (!keys) return { "x-kubernetes-list-type": "atomic" };
  if (keys.length === 0) return { "x-kubernetes-list-type": "set" };
  return { "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": keys };
}

function reference(schema: Schema): Json {
  return { $ref: `#/components/schemas/${nameOf(schema)}` };
}

function refer(name: string): Json {
  return { allOf: [{ $ref: `#/components/schemas/${name}` }] };
}

/** As Kubernetes names its schemas: "io.k8s.api.core.v1.Service". */
function nameOf({ package: home, name }: Schema): string {
  return home === "meta.v1" ? `${META}.${name}` : `io.k8s.api.${home}.${name}`;
}
