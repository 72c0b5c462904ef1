import { type ApiError, badRequest, invalid } from "../status.ts";
import type { Cause } from "../types.ts";

/** Reads a query's value as apimachinery does: a bare name, and anything but "0" and "false", is true. */
export function readFlag(query: URLSearchParams, name: string): boolean | undefined {
  const value = query.get(name);
  return value === null ? undefined : value !== "0" && value.toLowerCase() !== "false";
}

/** A whole number of the query. Throws 400 in Go's words. */
export function readNumber(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === "") return undefined;
  if (/^[+-]?\d+$/.test(value)) return Number(value);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
}

/** 422 about the options of a request: "CreateOptions", "ListOptions", … */
export function invalidOptions(kind: string, cause: Cause): ApiError {
  return invalid({ group: "meta.k8s.io", kind }, "", [cause]);
}

export type Validation = "Strict" | "Warn" | "Ignore";

/** The options that POST, PUT and PATCH share. */
export interface WriteQuery {
  dryRun: boolean;
  fieldManager: string;
  validation: Validation;
}

const validations = ["", "Ignore", "Strict", "Warn"];
const longestManager = 128;

/** Reads and checks them; `kind` is "CreateOptions", "UpdateOptions" or "PatchOptions". */
export function readWriteQuery(kind: string, query: URLSearchParams, userAgent: string | undefined): WriteQuery {
  const dryRun = readDryRun(kind, query.getAll("dryRun"));
  const validation = query.get("fieldValidation") ?? "";
  if (!validations.includes(validation))
    throw invalidOptions(kind, unsupported("fieldValidation", validation, validations));
  const manager = query.get("fieldManager") ?? "";
  if (manager.length > longestManager) {
    const message = `Too long: may not be more than ${longestManager} bytes`;
    throw invalidOptions(kind, { reason: "FieldValueTooLong", message, field: "fieldManager" });
  }
  return {
    dryRun,
    fieldManager: manager || managerOf(userAgent),
    validation: validation === "" ? "Warn" : (validation as Validation),
  };
}

/** dryRun has one value, "All"; `kind` is that of the options. Throws 422. */
export function readDryRun(kind: string, values: readonly string[]): boolean {
  const wrong = values.find((value) => value !== "All" && value !== "");
  if (wrong !== undefined) throw invalidOptions(kind, unsupported("dryRun", wrong, ["All"]));
  return values.includes("All");
}

/** The cause that apimachinery's field.NotSupported makes. */
export function unsupported(field: string, value: string, supported: readonly string[]): Cause {
  const values = supported.map((word) => JSON.stringify(word)).join(", ");
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${values}`;
  return { reason: "FieldValueNotSupported", message, field };
}

/** Who names no field manager is known by what stands before the slash in its User-Agent. */
function managerOf(userAgent: string | undefined): string {
  const prefix = (userAgent ?? "").split("/")[0] ?? "";
  return prefix.replace(/[^\x20-\x7e]/g, "").slice(0, longestManager) || "unknown";
}
