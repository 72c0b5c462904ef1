import type { Cause } from "../../types.ts";
import { byteLength, checkConfigKey } from "../content.ts";
import { forbidden, invalid, invalidEach, tooLong } from "../field-error.ts";
import { sameValue } from "../immutable.ts";

/** 1 MiB for all the values of a ConfigMap or a Secret. */
const mostBytes = 1_048_576;

type Values = Record<string, string>;

/** Keys that are file names, in one list of values; `field` is data or binaryData. */
export const validateKeys = (field: string, values: Values, elsewhere: Values = {}): Cause[] =>
  Object.keys(values).flatMap((key) => [
    ...invalidEach(`${field}[${key}]`, key, checkConfigKey(key)),
    ...(Object.hasOwn(elsewhere, key)
      ? [invalid(`${field}[${key}]`, key, "duplicate of key present in binaryData")]
      : []),
  ]);

/** `field` "" means the whole object. */
export function validateSize(field: string, sizes: readonly number[]): Cause[] {
  const size = sizes.reduce((sum, next) => sum + next, 0);
  return size > mostBytes ? [tooLong(field, mostBytes)] : [];
}

export const textSizes = (values: Values = {}): number[] => Object.values(values).map((text) => byteLength(text));

/** The sizes of values that are base64. */
export const binarySizes = (values: Values = {}): number[] =>
  Object.values(values).map((text) => Buffer.byteLength(text, "base64"));

interface Lockable {
  immutable?: boolean;
  data?: Values;
  binaryData?: Values;
}

/** Who has once set `immutable` can only delete the object. */
export function validateLock(object: Lockable, previous: Lockable): Cause[] {
  if (!previous.immutable) return [];
  const detail = "field is immutable when `immutable` is set";
  return [
    ...(object.immutable ? [] : [forbidden("immutable", detail)]),
    ...(sameValue(object.data, previous.data) ? [] : [forbidden("data", detail)]),
    ...(sameValue(object.binaryData, previous.binaryData) ? [] : [forbidden("binaryData", detail)]),
  ];
}
