import { CliError, UsageError } from "../errors.ts";
import type { Change } from "./files.ts";
import { SECTIONS } from "./merge.ts";
import { fieldsOf, type Shape, shapeOf } from "./shape.ts";

/** How `config set` and `config unset` name a field: "contexts.kind.namespace"; names of entries may hold dots. */
export interface Property {
  path: string[];
  /** What stands there by kubectl's v1.Config; undefined for a field that it does not know. */
  shape: Shape | undefined;
}

/** Reads a dotted name. Throws kubectl's error when its first word is no field of a kubeconfig. */
export function parseProperty(name: string): Property {
  const [first = "", ...rest] = name.split(".");
  if (!fieldsOf(shapeOf([])).includes(first)) {
    throw new UsageError(`unable to parse ${name} after [] at api.Config`);
  }
  if (!Object.hasOwn(SECTIONS, first)) return { path: [first, ...rest], shape: shapeOf([first, ...rest]) };
  // an entry's name goes on until one of its fields follows
  const fields = fieldsOf(shapeOf([first, ""]));
  const at = rest.findIndex((word, index) => index > 0 && fields.includes(word));
  const path = at < 0 ? [first, rest.join(".")] : [first, rest.slice(0, at).join("."), ...rest.slice(at)];
  return { path: rest.length === 0 ? [first] : path, shape: shapeOf(rest.length === 0 ? [first] : path) };
}

/** The change that `config set NAME VALUE` asks for, the value read by the field's type. */
export function setProperty(name: string, value: string, options: { rawBytes: boolean }): Change {
  const { path, shape } = parseProperty(name);
  if (shape === undefined || shape === "texts") {
    throw new CliError(`unable to parse one or more field values of ${name}`);
  }
  if (typeof shape === "object") throw new CliError(`can't set a map to a value: ${name} has fields of its own`);
  return { path, value: READERS[shape](value, options) };
}

/** The change that `config unset NAME` asks for. */
export const unsetProperty = (name: string): Change => ({ path: parseProperty(name).path, value: undefined });

const READERS: Record<"text" | "flag" | "base64", (value: string, options: { rawBytes: boolean }) => unknown> = {
  text: (value) => value,
  flag: (value) => {
    if (/^(1|t|T|TRUE|true|True)$/.test(value)) return true;
    if (/^(0|f|F|FALSE|false|False)$/.test(value)) return false;
    throw new CliError(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
  },
  base64: (value, { rawBytes }) => {
    if (rawBytes) return Buffer.from(value).toString("base64");
    if (/^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0) return value;
    throw new CliError("error decoding the value: illegal base64 data");
  },
};
