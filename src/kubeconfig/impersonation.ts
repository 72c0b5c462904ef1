import { CliError } from "../errors.ts";
import type { Impersonation } from "./cluster-config.ts";
import { isRecord, textOf } from "./shape.ts";

/** Whom a user acts as. Throws kubectl's error when a UID, groups or extra are asked for without a user. */
export function impersonationOf(user: Record<string, unknown>, userName: string): Impersonation {
  const impersonation = {
    user: textOf(user["as"]),
    uid: textOf(user["as-uid"]),
    groups: texts(user["as-groups"]),
    extra: extraOf(user["as-user-extra"]),
  };
  const { uid, groups, extra } = impersonation;
  if (impersonation.user === undefined && (uid !== undefined || groups.length > 0 || Object.keys(extra).length > 0)) {
    throw new CliError(`requesting uid, groups or user-extra for ${userName} without impersonating a user`);
  }
  return impersonation;
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

const extraOf = (value: unknown): Record<string, string[]> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, values]) => [key, texts(values)])) : {};
