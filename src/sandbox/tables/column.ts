import { ageSince } from "../../model/age.ts";
import type { KubeObject } from "../../model/snapshot.ts";
import { formatLabels, type LabelSelector, printSelector, requirementsOf } from "../../model/selector.ts";
import type { Column } from "../types.ts";

/** Beside the name and what fills it: another type than string, and whether it is shown with -o wide alone. */
export type ColumnTraits = Partial<Pick<Column, "type" | "format" | "priority">>;

export const wide: ColumnTraits = { priority: 1 };
export const integer: ColumnTraits = { type: "integer" };

/** A column of a kind whose objects are `T`. */
export function column<T>(
  name: string,
  description: string,
  cell: (object: KubeObject & T, now: Date) => unknown,
  traits: ColumnTraits = {},
): Column {
  return {
    name,
    type: "string",
    format: "",
    priority: 0,
    description,
    ...traits,
    cell: (object, now) => cell(object as KubeObject & T, now),
  };
}

export const nameColumn = column("Name", "The object's name.", ({ metadata }) => metadata?.name ?? "", {
  format: "name",
});

export const ageColumn = column("Age", "The time since the object was created.", ({ metadata }, now) =>
  ageSince(metadata?.creationTimestamp, now),
);

export const NONE = "<none>";

export interface PodTemplate {
  spec?: { containers?: { name: string; image?: string }[] | null };
}

/** The columns of what a workload's Pods run, for -o wide. */
export function containerColumns<T>(templateOf: (object: T) => PodTemplate | undefined): Column[] {
  const containers = (object: T) => templateOf(object)?.spec?.containers ?? [];
  return [
    column<T>("Containers", "The names of the Pods' containers.", (object) => join(containers(object), "name"), wide),
    column<T>("Images", "The images of the Pods' containers.", (object) => join(containers(object), "image"), wide),
  ];
}

/** A column that shows a LabelSelector: `app=web,tier in (a,b)`, or `otherwise` when it selects everything. */
export function selectorColumn<T>(selectorOf: (object: T) => LabelSelector | undefined, otherwise: string): Column {
  const text = (object: T) => showSelector(selectorOf(object)) || otherwise;
  return column<T>("Selector", "The labels of the Pods that belong to it.", text, wide);
}

/** A column that shows a selector that is a plain map of labels. */
export function labelsColumn<T>(labelsOf: (object: T) => Record<string, string> | undefined): Column {
  const text = (object: T) => formatLabels(labelsOf(object));
  return column<T>("Selector", "The labels of the Pods that belong to it.", text, wide);
}

export function showSelector(selector: LabelSelector | null | undefined): string {
  return selector === undefined || selector === null ? "" : printSelector(requirementsOf(selector));
}

/** The first three of a list, and how many more there are: `a,b,c + 2 more...`. */
export function firstThree(list: readonly string[]): string {
  const shown = list.slice(0, 3).join(",");
  return list.length > 3 ? `${shown} + ${list.length - 3} more...` : shown;
}

function join(containers: readonly { name: string; image?: string }[], field: "name" | "image"): string {
  return containers.map((container) => container[field] ?? "").join(",");
}
