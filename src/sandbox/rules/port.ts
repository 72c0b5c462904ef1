import type { Cause } from "../types.ts";
import { checkPortName, checkPortNumber } from "./content.ts";
import { invalidEach, required } from "./field-error.ts";

export const protocols = ["SCTP", "TCP", "UDP"];

/** A target port, or a probe's: a number, or the name of a container port. */
export function validatePortOrName(field: string, value: number | string): Cause[] {
  if (typeof value === "number") return invalidEach(field, value, checkPortNumber(value));
  return value === "" ? [required(field)] : invalidEach(field, value, checkPortName(value));
}
