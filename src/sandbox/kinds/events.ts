import type { KubeObject } from "../../model/snapshot.ts";
import type { KindView } from "../types.ts";
import { fieldAt } from "./field-at.ts";

const references = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"];

function referenceFields(event: KubeObject, place: string): Record<string, string | undefined> {
  return Object.fromEntries(references.map((field) => [`${place}.${field}`, fieldAt(event, `${place}.${field}`)]));
}

/** What a field selector of a v1 Event may name. `source` falls back to the reporting component. */
export function eventFields(event: KubeObject): Record<string, string | undefined> {
  const reporter = fieldAt(event, "reportingComponent");
  return {
    ...referenceFields(event, "involvedObject"),
    reason: fieldAt(event, "reason"),
    reportingComponent: reporter,
    source: fieldAt(event, "source.component") || reporter,
    type: fieldAt(event, "type"),
  };
}

/** What a field selector of an events.k8s.io/v1 Event may name. */
export function regardingFields(event: KubeObject): Record<string, string | undefined> {
  return {
    ...referenceFields(event, "regarding"),
    reason: fieldAt(event, "reason"),
    reportingController: fieldAt(event, "reportingController"),
    type: fieldAt(event, "type"),
  };
}

/** v1's field names and those of events.k8s.io/v1; fields that are not here are called the same in both. */
const names: readonly (readonly [core: string, shown: string])[] = [
  ["involvedObject", "regarding"],
  ["message", "note"],
  ["source", "deprecatedSource"],
  ["firstTimestamp", "deprecatedFirstTimestamp"],
  ["lastTimestamp", "deprecatedLastTimestamp"],
  ["count", "deprecatedCount"],
  ["reportingComponent", "reportingController"],
];

const toShown = new Map(names);
const toCore = new Map(names.map(([core, shown]) => [shown, core]));

/** One Event in both versions. */
export const eventView: Omit<KindView, "of"> = {
  present: (stored) => rename(stored, toShown, "events.k8s.io/v1"),
  accept: (shown) => rename(shown, toCore, "v1"),
};

function rename(event: KubeObject, words: ReadonlyMap<string, string>, apiVersion: string): KubeObject {
  const fields = Object.entries(event).map(([field, value]) => [words.get(field) ?? field, value] as const);
  return { ...Object.fromEntries(fields), apiVersion };
}
