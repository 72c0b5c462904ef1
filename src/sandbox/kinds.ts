import { eventView, regardingFields } from "./kinds/events.ts";
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
  const events = kinds.find(({ kind }) => kind === "Event");
  return events ? [...kinds, eventsKind(events)] : kinds;
}

/** "v1", or "apps/v1" outside of the core group. */
export function apiVersionOf({ group, version }: Pick<Kind, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

function toKind(group: string, version: string, row: Row): Kind {
  const names = { singular: row.kind.toLowerCase(), shortNames: [], categories: [] };
  return { group, version, namespaced: true, subresources: [], ...names, ...row };
}

/** events.k8s.io/v1: the core group's Events under other field names. */
function eventsKind(core: Kind): Kind {
  const view = { of: core, ...eventView };
  return toKind("events.k8s.io", "v1", {
    ...core,
    group: "events.k8s.io",
    selectableFields: regardingFields,
    zero: {
      eventTime: null,
      regarding: {},
      deprecatedSource: {},
      deprecatedFirstTimestamp: null,
      deprecatedLastTimestamp: null,
    },
    view,
  });
}
