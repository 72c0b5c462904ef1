import { eventView } from "./kinds/events.ts";
import { groups, type Row } from "./kinds/rows.ts";
import type { Kind, Strategy } from "./types.ts";

/** Every kind that the sandbox serves. `strategies` are keyed by `group/Kind`, or the kind alone for the core group. */
export function createKinds(strategies: Readonly<Record<string, Strategy>>): Kind[] {
  const kinds = groups.flatMap(([group, version, rows]) =>
    rows.map((row) => {
      const strategy = strategies[group === "" ? row.kind : `${group}/${row.kind}`];
      return toKind(group, version, { ...row, ...(strategy && { strategy }) });
    }),
  );
  const [stored, shown] = kinds.filter(({ kind }) => kind === "Event");
  // events.k8s.io/v1 shows the core group's Events under other field names.
  if (stored && shown) shown.view = { of: stored, ...eventView };
  return kinds;
}

/** "v1", or "apps/v1" outside of the core group. */
export function apiVersionOf({ group, version }: Pick<Kind, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

function toKind(group: string, version: string, row: Row): Kind {
  const names = { singular: row.kind.toLowerCase(), shortNames: [], categories: [] };
  return { group, version, namespaced: true, subresources: [], ...names, ...row };
}
