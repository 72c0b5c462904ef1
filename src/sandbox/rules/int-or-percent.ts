import type { Cause } from "../types.ts";
import { checkPercent } from "./content.ts";
import { invalid, invalidEach, notNegative } from "./field-error.ts";

/** How much of a rollout: a number of Pods, or a share of them. */
type IntOrPercent = number | string;

export const validateIntOrPercent = (field: string, value: IntOrPercent = 0): Cause[] =>
  typeof value === "number" ? notNegative(field, value) : invalidEach(field, value, checkPercent(value));

export const refuseOver100Percent = (field: string, value: IntOrPercent = 0): Cause[] =>
  typeof value === "string" && /^\d+%$/.test(value) && parseInt(value, 10) > 100
    ? [invalid(field, value, "must not be greater than 100%")]
    : [];

export const isNothing = (value: IntOrPercent = 0): boolean => value === 0 || value === "0%";
