import type { Cause } from "../types.ts";
import { checkPortName, checkPortNumber } from "./content.ts";
import { invalidEach } from "./field-error.ts";

export const protocols = ["SCTP", "TCP", "UDP"];

/** A target port, or a probe's: a number, or the name of a container port. */
export const validatePortOrName = (field: string, value: number | string): Cause[] =>
  invalidEach(field, value, typeof value === "number" ? checkPortNumber(value) : checkPortName(value));
