import { type Command, Option } from "commander";

import { UsageError } from "../errors.ts";
import type { JsonValue } from "../model/json-value.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { PATCH_TYPES, patchLocally, type PatchType } from "./patch-types.ts";

export interface OverrideFlags {
  overrides?: string | undefined;
  overrideType?: string | undefined;
}

/** Adds --overrides and --override-type. */
export function withOverrides(command: Command): Command {
  const how = new Option("--override-type <type>", "how --overrides is read: merge, json or strategic");
  return command
    .option("--overrides <json>", "JSON that changes the Service before it is created")
    .addOption(how.default("merge"));
}

/** The object with --overrides applied. Throws a UsageError in kubectl's words. */
export function applyOverrides(object: KubeObject, { overrides, overrideType = "merge" }: OverrideFlags): KubeObject {
  if (!overrides) return object;
  const type = PATCH_TYPES.find((known) => known === overrideType);
  if (!type) throw new UsageError(`invalid override type: ${overrideType}`);
  return patchLocally(object, parseJson(overrides, type), type);
}

function parseJson(text: string, type: PatchType): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new UsageError(type === "strategic" ? "invalid JSON document" : "Invalid JSON Patch");
  }
}
