import { type Command, Option } from "commander";

import { UsageError } from "../errors.ts";
import { applyJsonPatch } from "../model/json-patch.ts";
import type { JsonMap, JsonValue } from "../model/json-value.ts";
import { applyMergePatch } from "../model/merge-patch.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { applyStrategicPatch } from "../model/strategic/apply.ts";
import { patchMetaOf } from "../model/strategic/patch-meta.ts";
import { refusing } from "./write-refusal.ts";

export interface OverrideFlags {
  overrides?: string | undefined;
  overrideType?: string | undefined;
}

/** Adds --overrides and --override-type. */
export function withOverrides(command: Command): Command {
  return command
    .option("--overrides <json>", "JSON that changes the Service before it is created")
    .addOption(
      new Option("--override-type <type>", "how --overrides is read: merge, json or strategic").default("merge"),
    );
}

const METHODS: Record<string, (object: JsonMap, patch: JsonValue) => JsonValue> = {
  merge: applyMergePatch,
  json: applyJsonPatch,
  strategic: (object, patch) => applyStrategicPatch(object, patch as JsonMap, patchMetaOf("Service") ?? {}),
};

/** The object with --overrides applied. Throws a UsageError in kubectl's words. */
export function applyOverrides(object: KubeObject, { overrides, overrideType = "merge" }: OverrideFlags): KubeObject {
  if (!overrides) return object;
  const method = Object.hasOwn(METHODS, overrideType) ? METHODS[overrideType] : undefined;
  if (!method) throw new UsageError(`invalid override type: ${overrideType}`);
  return refusing(() => method(object as JsonMap, parseJson(overrides))) as KubeObject;
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new UsageError("Invalid JSON Patch");
  }
}
