import type { ManagedFieldsEntry } from "../../model/snapshot.ts";
import { ApiError } from "../status.ts";
import { type FieldSet, pathsOf } from "./field-set.ts";
import { showPath } from "./path-element.ts";

/** Fields that an apply would change, and the manager that owns them. */
export interface Conflict {
  entry: ManagedFieldsEntry;
  fields: FieldSet;
}

/** 409, with one cause for each field: `Apply failed with 1 conflict: conflict with "one": .spec.selector`. */
export function applyConflict(conflicts: readonly Conflict[]): ApiError {
  const named = conflicts
    .map(({ entry, fields }) => ({ manager: showManager(entry), paths: pathsOf(fields).map(showPath) }))
    .toSorted((left, right) => (left.manager < right.manager ? -1 : 1));
  const causes = named.flatMap(({ manager, paths }) =>
    paths.map((field) => ({ reason: "FieldManagerConflict", message: `conflict with ${manager}`, field })),
  );
  const [only] = causes;
  const lines = named.flatMap(({ manager, paths }) => [
    `conflicts with ${manager}:`,
    ...paths.map((path) => `- ${path}`),
  ]);
  const message =
    causes.length === 1 && only
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ${lines.join("\n")}`;
  return new ApiError(409, "Conflict", message, { causes });
}

/** `"kubectl" with subresource "status" using apps/v1`: the version stands only with those who did not apply. */
function showManager({ manager = "", operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  const name = JSON.stringify(manager) + (subresource ? ` with subresource ${JSON.stringify(subresource)}` : "");
  return operation === "Update" ? `${name} using ${apiVersion}` : name;
}
