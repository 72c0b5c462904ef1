import type { KubeObject } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import { badRequest } from "../status.ts";
import type { Kind, Registry } from "../types.ts";
import { decodeAs, requireSchema } from "./decode-as.ts";
import { parseBody, unrecognized } from "./parse-body.ts";
import type { Validation } from "./query.ts";

/** What a decoder needs to know of a request. */
export interface DecodeOptions {
  kind: Kind;
  registry: Registry;
  validation: Validation;
  warn(text: string): void;
}

/** Reads a body as an object of the kind that the path names. Throws 400 and 415. */
export function decodeBody(body: Buffer, contentType: string | undefined, options: DecodeOptions): KubeObject {
  const { kind, registry, validation, warn } = options;
  const { value: parsed, complaints } = parseBody(kind.kind, body, contentType);
  const value = parsed ?? {};
  const found = typeOf(kind, value, body);
  const refuse = (why: string) =>
    badRequest(`${found.kind} in version "${versionOf(found.apiVersion)}" cannot be handled as a ${kind.kind}: ${why}`);

  const mismatch = typeMismatch(registry, kind, found);
  if (mismatch !== undefined) throw refuse(mismatch);
  const schema = requireSchema(apiVersionOf(kind), kind.kind);
  const { object, unknownFields } = decodeAs(schema, value, refuse);
  const all = [...complaints, ...unknownFields];
  if (validation === "Strict" && all.length > 0) throw refuse(`strict decoding error: ${all.join(", ")}`);
  if (validation === "Warn") for (const text of all) warn(text);
  return { ...object, kind: kind.kind, apiVersion: apiVersionOf(kind) };
}

interface TypeMeta {
  apiVersion: string;
  kind: string;
}

/** The type that the body names; what it leaves out is the path's. */
function typeOf(kind: Kind, value: unknown, body: Buffer): TypeMeta {
  const refuse = (why: string) =>
    unrecognized(kind.kind, `couldn't get version/kind; json parse error: json: ${why}`, body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const struct = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
    throw refuse(`cannot unmarshal ${goTypeOf(value)} into Go value of type ${struct}`);
  }
  const read = (field: "apiVersion" | "kind", otherwise: string) => {
    const given = (value as Record<string, unknown>)[field] ?? "";
    if (typeof given === "string") return given || otherwise;
    throw refuse(`cannot unmarshal ${goTypeOf(given)} into Go struct field .${field} of type string`);
  };
  return { apiVersion: read("apiVersion", apiVersionOf(kind)), kind: read("kind", kind.kind) };
}

function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

const versionOf = (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf("/") + 1);

/** Why the body's type is not the path's; undefined when it is. */
function typeMismatch(registry: Registry, kind: Kind, found: TypeMeta): string | undefined {
  const expected = apiVersionOf(kind);
  if (found.kind === kind.kind && found.apiVersion === expected) return undefined;
  const known = registry.kindOf(found.apiVersion, found.kind);
  if (!known) {
    const scheme = 'scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"';
    return `no kind "${found.kind}" is registered for version "${found.apiVersion}" in ${scheme}`;
  }
  if (known.kind === kind.kind) {
    throw badRequest(
      `the API version in the data (${found.apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  return `converting (${known.version}.${known.kind}) to (${internalPackage(kind)}.${kind.kind}): unknown conversion`;
}

/** The Go package of a kind's internal type: "core", "apps", "networking". */
function internalPackage({ group }: Kind): string {
  return group === "" ? "core" : (group.split(".")[0] ?? group);
}
