import { embeddedStruct, goFieldName } from "./go-names.ts";
import { goNameOf } from "./mismatch.ts";
import type { Field, FieldType, ScalarType, Schema } from "./schema.ts";

/**
 * A struct as go-spew prints it with `%#v`: `(v1.ServicePort){Name:(string)web Port:(int32)80 …}`. Kubernetes hashes this
 * text of a Pod template for the names of what runs it. The struct must have been decoded; Go's names are known for
 * v1.PodTemplateSpec and what it holds.
 */
export function printGo(schema: Schema, value: unknown): string {
  return `(v1.${schema.name})${printStruct(schema, value)}`;
}

function printStruct(schema: Schema, value: unknown): string {
  const parts: string[] = [];
  const embedded: string[] = [];
  let name: string | undefined;
  for (const field of schema.fields.values()) {
    const inner = embeddedStruct(schema.name, field.name);
    if (inner !== undefined && name === undefined) parts.push("");
    if (inner !== undefined) name = inner;
    (inner === undefined ? parts : embedded).push(printField(inner ?? schema.name, field, fieldOf(value, field.name)));
  }
  const filled = parts.map((part) => part || `${name}:(v1.${name}){${embedded.join(" ")}}`);
  return `{${filled.join(" ")}}`;
}

function printField(struct: string, { name, type, pointer }: Field, value: unknown): string {
  const shown = pointer && isUnset(value) ? "<nil>" : printValue(type, value);
  return `${goFieldName(struct, name)}:(${pointer ? "*" : ""}${goNameOf(type)})${shown}`;
}

function printValue(type: FieldType, value: unknown): string {
  switch (type.kind) {
    case "scalar":
      return printScalar(type, value);
    case "struct":
      return printStruct(type.schema, value);
    case "list":
      return isUnset(value)
        ? "<nil>"
        : `[${(value as unknown[]).map((item) => printValue(type.item, item)).join(" ")}]`;
    case "map": {
      if (isUnset(value)) return "<nil>";
      const keys = Object.keys(value as object).toSorted();
      return `map[${keys.map((key) => `${key}:${printValue(type.item, fieldOf(value, key))}`).join(" ")}]`;
    }
  }
}

const ZERO_TIME = "{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}";

function printScalar({ scalar }: ScalarType, value: unknown): string {
  switch (scalar) {
    case "intOrString": {
      const [kind, number, text] = typeof value === "string" ? [1, 0, value] : [0, value ?? 0, ""];
      return `{Type:(intstr.Type)${kind} IntVal:(int32)${number} StrVal:(string)${text}}`;
    }
    case "quantity":
      return printQuantity(String(value ?? "0"));
    case "time":
    case "microTime":
      return ZERO_TIME;
    case "int32":
    case "int64":
      return String(value ?? 0);
    case "bool":
      return String(value ?? false);
    default:
      return String(value ?? "");
  }
}

const POWERS: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY = "KMGTPE";

/** A quantity in its canonical form, as resource.Quantity holds it. */
function printQuantity(text: string): string {
  const [, digits = "0", suffix = ""] = /^(-?\d+)(.*)$/.exec(text) ?? [];
  const binary = suffix.endsWith("i");
  const value = binary ? BigInt(digits) * 1024n ** BigInt(BINARY.indexOf(suffix.charAt(0)) + 1) : BigInt(digits);
  const scale = binary ? 0 : (POWERS[suffix] ?? Number(suffix.slice(1)));
  const format = binary ? "BinarySI" : suffix.startsWith("e") ? "DecimalExponent" : "DecimalSI";
  const amount = `i:(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}}`;
  return `{${amount} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${text} Format:(resource.Format)${format}}`;
}

function fieldOf(value: unknown, name: string): unknown {
  return isUnset(value) ? undefined : (value as Record<string, unknown>)[name];
}

function isUnset(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
