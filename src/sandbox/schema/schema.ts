import { readField, type Scalar, type TypeNotation } from "./notation.ts";
import { isAtomicMap, isAtomicStruct, listKeysOf, type PatchRule, patchRuleOf } from "./topology.ts";
import types from "./types.json" with { type: "json" };

/** The fields of one struct of the API. */
export interface Schema {
  /** The Go package, shortened: "core.v1". */
  readonly package: string;
  /** The struct: "ServicePort". */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Has one owner as a whole. */
  readonly atomic: boolean;
}

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** A zero value differs from none. */
  readonly pointer: boolean;
  readonly omit: "never" | "empty" | "zero";
  readonly patch: PatchRule | undefined;
}

export type FieldType = ScalarType | ListType | MapType | StructType;

export interface ScalarType {
  readonly kind: "scalar";
  readonly scalar: Scalar;
  readonly goName: string;
}

export interface ListType {
  readonly kind: "list";
  readonly item: FieldType;
  /** The fields that tell items apart, [] for a set of plain values, undefined for a list with one owner as a whole. */
  readonly keys: readonly string[] | undefined;
}

export interface MapType {
  readonly kind: "map";
  readonly item: FieldType;
  readonly atomic: boolean;
}

export interface StructType {
  readonly kind: "struct";
  readonly schema: Schema;
}

const packages: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = types;
const built = new Map<string, Schema>();

/** The schema of a kind; undefined when none is known. */
export function schemaOf(apiVersion: string, kind: string): Schema | undefined {
  for (const home of [packageOf(apiVersion), "meta.v1"]) {
    if (hasOwn(packages, home) && hasOwn(packages[home], kind)) return build(`${home}.${kind}`);
  }
  return undefined;
}

/** "v1" → "core.v1", "discovery.k8s.io/v1" → "discovery.v1". */
function packageOf(apiVersion: string): string {
  const [group = "", version] = apiVersion.split("/");
  return version === undefined ? `core.${group}` : `${group.split(".")[0]}.${version}`;
}

function hasOwn(record: object | undefined, key: string): boolean {
  return record !== undefined && Object.hasOwn(record, key);
}

function build(path: string): Schema {
  const known = built.get(path);
  if (known) return known;
  const split = path.lastIndexOf(".");
  const [home, name] = [path.slice(0, split), path.slice(split + 1)];
  const fields = new Map<string, Field>();
  const schema = { package: home, name, fields, atomic: isAtomicStruct(name) };
  built.set(path, schema);
  for (const [field, notation] of Object.entries(packages[home]?.[name] ?? {})) {
    fields.set(field, buildField(schema, field, notation));
  }
  return schema;
}

function buildField(owner: Schema, name: string, notation: string): Field {
  const { pointer, omit, type } = readField(notation);
  return { name, pointer, omit, type: buildType(owner, name, type), patch: patchRuleOf(owner.name, name) };
}

function buildType(owner: Schema, field: string, type: TypeNotation): FieldType {
  switch (type.kind) {
    case "scalar":
      return type;
    case "struct":
      return { kind: "struct", schema: build(type.name.includes(".") ? type.name : `${owner.package}.${type.name}`) };
    case "list":
      return { kind: "list", item: buildType(owner, field, type.item), keys: listKeysOf(owner.name, field) };
    case "map":
      return { kind: "map", item: buildType(owner, field, type.item), atomic: isAtomicMap(owner.name, field) };
  }
}
