import type { KubeObject } from "../model/snapshot.ts";
import { DataError } from "./plain-data.ts";

type Fields = Record<string, unknown>;

/**
 * The objects of one document: itself, or the items of a List and of typed lists, however deep. Throws a DataError when
 * the document is none. `validates` chooses between the words of kubectl's validation and of its decoder.
 */
export function objectsOf(document: unknown, source: string, validates: boolean): KubeObject[] {
  const fields = validates ? validate(document, source) : decode(document, source);
  checkMetadata(fields, source);
  const items = fields["items"];
  if (!Array.isArray(items)) return [fields];
  return items.flatMap((item: unknown) => objectsOf(withListKind(item, fields), source, validates));
}

/** Items of a typed list may leave away what its name says: a ServiceList holds Services. */
function withListKind(item: unknown, { apiVersion, kind }: Fields): unknown {
  if (!isFields(item) || typeof kind !== "string" || !/.List$/.test(kind)) return item;
  return { apiVersion, kind: kind.slice(0, -"List".length), ...item };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function validate(document: unknown, source: string): Fields {
  const problems = isFields(document)
    ? (["apiVersion", "kind"] as const).flatMap((name) => problemOf(name, document[name]))
    : ["invalid object to validate"];
  if (isFields(document) && problems.length === 0) return document;
  throw new DataError(
    `error validating "${source}": error validating data: ${problems.length > 1 ? `[${problems.join(", ")}]` : problems[0]}; ` +
      "if you choose to ignore these errors, turn validation off with --validate=false",
  );
}

function problemOf(name: string, value: unknown): string[] {
  if (value === undefined) return [`${name} not set`];
  return typeof value === "string" ? [] : [`${name} isn't string type`];
}

function decode(document: unknown, source: string): Fields {
  const fail = (words: string): never => {
    throw new DataError(`unable to decode "${source}": ${words}`);
  };
  if (!isFields(document)) {
    return fail(`json: cannot unmarshal ${jsonType(document)} into Go value of type unstructured.detector`);
  }
  const { apiVersion, kind } = document;
  if (apiVersion !== undefined && apiVersion !== null && typeof apiVersion !== "string") {
    const field = "metadataOnlyObject.TypeMeta.apiVersion";
    return fail(`json: cannot unmarshal ${jsonType(apiVersion)} into Go struct field ${field} of type string`);
  }
  if (typeof kind === "string" && kind !== "") return withoutNull(document, "apiVersion");
  return fail(`Object 'Kind' is missing in '${cut(JSON.stringify(document))}'`);
}

/** A field that is null says as little as one that is absent. */
function withoutNull(fields: Fields, name: string): Fields {
  if (fields[name] === null) delete fields[name];
  return fields;
}

const cut = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}...` : text);

const STRINGS = ["name", "generateName", "namespace"];
const MAPS = ["labels", "annotations"];

/** Refuses metadata of another shape, on which everything that follows relies. */
function checkMetadata({ metadata }: Fields, source: string): void {
  if (metadata === undefined || metadata === null) return;
  const refuse = (value: unknown, field: string, type: string): never => {
    throw new DataError(
      `unable to decode "${source}": json: cannot unmarshal ${jsonType(value)} into Go struct field ${field} of type ${type}`,
    );
  };
  if (!isFields(metadata)) return refuse(metadata, "metadataOnlyObject.metadata", "v1.ObjectMeta");
  for (const name of STRINGS) {
    const value = withoutNull(metadata, name)[name] ?? "";
    if (typeof value !== "string") refuse(value, `ObjectMeta.metadata.${name}`, "string");
  }
  for (const name of MAPS) {
    const map = metadata[name] ?? {};
    if (!isFields(map)) return refuse(map, `ObjectMeta.metadata.${name}`, "map[string]string");
    // null stands for no value, here and in apply
    const odd = Object.values(map).find((value) => typeof value !== "string" && value !== null);
    if (odd !== undefined) refuse(odd, `ObjectMeta.metadata.${name}`, "string");
  }
}

function jsonType(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return "bool";
  return Array.isArray(value) ? "array" : typeof value;
}
