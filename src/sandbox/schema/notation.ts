/**
 * The notation of types.json, which holds the fields of the API's Go structs in Kubernetes 1.36, by package and struct.
 *
 *     *TYPE   a pointer: a zero value differs from none          TYPE!   written even when it is zero
 *     []TYPE  a list      {}TYPE  a map by strings               TYPE~   a struct that is left out when it is zero
 *     string, int32, …    a plain value; in brackets its Go name, where it has one: string(Protocol)
 *     Name, package.Name  a struct of the same or another package; always written unless it is a pointer
 */
export interface FieldNotation {
  pointer: boolean;
  /** When the field is left out of the output: never, or when it is empty (Go's omitempty), or zero (omitzero). */
  omit: "never" | "empty" | "zero";
  type: TypeNotation;
}

export type TypeNotation =
  | { kind: "list" | "map"; item: TypeNotation }
  | { kind: "scalar"; scalar: Scalar; goName: string }
  | { kind: "struct"; name: string };

export type Scalar =
  "string" | "bool" | "int32" | "int64" | "intOrString" | "quantity" | "time" | "microTime" | "bytes" | "any";

const OMIT: Readonly<Record<string, FieldNotation["omit"]>> = { "!": "never", "~": "zero" };

const GO_NAMES: Readonly<Partial<Record<Scalar, string>>> = {
  bytes: "[]uint8",
  intOrString: "intstr.IntOrString",
  microTime: "v1.MicroTime",
  quantity: "resource.Quantity",
  time: "v1.Time",
};

export function readField(notation: string): FieldNotation {
  const [, pointer = "", type = "", mark = ""] = /^(\*?)(.*?)([!~]?)$/.exec(notation) ?? [];
  return { pointer: pointer === "*", omit: OMIT[mark] ?? "empty", type: readType(type) };
}

function readType(notation: string): TypeNotation {
  if (notation.startsWith("[]")) return { kind: "list", item: readType(notation.slice(2)) };
  if (notation.startsWith("{}")) return { kind: "map", item: readType(notation.slice(2)) };
  const [, word = "", named] = /^([\w.]+)(?:\((.+)\))?$/.exec(notation) ?? [];
  if (/^[a-z]\w*$/.test(word)) return scalarType(word as Scalar, named);
  return { kind: "struct", name: word };
}

function scalarType(scalar: Scalar, named: string | undefined): TypeNotation {
  const goName = named === undefined ? (GO_NAMES[scalar] ?? scalar) : named.includes(".") ? named : `v1.${named}`;
  return { kind: "scalar", scalar, goName };
}
