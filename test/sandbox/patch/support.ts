import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import type { KubeObject, ManagedFieldsEntry } from "../../../src/model/snapshot.ts";
import { type Schema, schemaOf } from "../../../src/sandbox/schema/schema.ts";
import { ApiError, type Status } from "../../../src/sandbox/status.ts";

export interface Recording {
  /** Objects as they were when their fields were attributed: with defaults, without what the cluster fills in. */
  creates: { name: string; object: KubeObject; managedFields: ManagedFieldsEntry[] }[];
  updates: {
    name: string;
    previous: KubeObject;
    next: KubeObject;
    subresource?: string;
    managedFields: ManagedFieldsEntry[];
  }[];
  applies: { name: string; query: string; configuration: KubeObject; status: number; answer: KubeObject }[];
}

/** Writes to a kube-apiserver v1.36.2, and the managedFields that it made of them. */
export const recording = JSON.parse(
  readFileSync(new URL("../../recordings/managed-fields.json", import.meta.url), "utf8"),
) as Recording;

export function schemaFor({ apiVersion = "", kind = "" }: KubeObject): Schema {
  const schema = schemaOf(apiVersion, kind);
  assert.ok(schema);
  return schema;
}

/** The Status with which `refused` is refused. */
export function refusalOf(refused: () => unknown): Status {
  try {
    refused();
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error.status;
  }
  return assert.fail("not refused");
}
