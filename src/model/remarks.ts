import { betterState, type EndpointRow, type Surroundings } from "./endpoint-rows.ts";
import type { EndpointState } from "./membership.ts";
import type { NearMiss } from "./near-labels.ts";
import { portLabel } from "./ports.ts";
import { formatLabels } from "./selector.ts";
import { isKeptByHand } from "./slice-endpoints.ts";

/** What there is to say of a Service as a whole. */
export type Remark =
  | { kind: "external-name"; name: string }
  | { kind: "no-selector-no-slices" }
  | { kind: "no-pod-matches"; selector: string; near: readonly NearLabel[]; elsewhere: readonly string[] }
  | { kind: "port-not-served"; port: string; offered: readonly string[] }
  | { kind: "none-ready"; notReady: number; terminating: number; excluded: number }
  | { kind: "slices-by-hand"; slices: readonly string[] }
  | { kind: "duplicates"; addresses: readonly string[] }
  | { kind: "unreadable"; what: string; reason: string };

/** A label that Pods carry instead of the wanted one. */
export interface NearLabel {
  key: string;
  wanted: string;
  found: string | undefined;
  under: string | undefined;
  pods: number;
}

/** Says of a Service what its rows do not say each for itself. */
export function remarksOf(around: Surroundings, rows: readonly EndpointRow[], near: readonly NearMiss[]): Remark[] {
  const { service } = around;
  if (service.spec?.type === "ExternalName") return [{ kind: "external-name", name: service.spec.externalName ?? "" }];
  return [
    ...[...around.unreadable].map(([what, reason]): Remark => ({ kind: "unreadable", what, reason })),
    ...selectorRemarks(around, near),
    ...readinessRemarks(rows.filter(({ reasons }) => !reasons.some(({ kind }) => kind === "label-differs"))),
    ...portRemarks(around, rows),
    ...sliceRemarks(around, rows),
  ];
}

function selectorRemarks(
  { service, selected, slices, pods, unreadable }: Surroundings,
  near: readonly NearMiss[],
): Remark[] {
  const { selector } = service.spec ?? {};
  if (Object.keys(selector ?? {}).length === 0)
    return slices.length === 0 && !unreadable.has("EndpointSlice") ? [{ kind: "no-selector-no-slices" }] : [];
  if (selected.length > 0 || unreadable.has("Pod")) return [];
  const elsewhere = pods.elsewhere(service.metadata?.namespace ?? "", selector);
  return [{ kind: "no-pod-matches", selector: formatLabels(selector), near: nearLabels(near), elsewhere }];
}

/** One entry for each label that differs, the one that most Pods carry first. */
function nearLabels(near: readonly NearMiss[]): NearLabel[] {
  const byLabel = new Map<string, NearLabel>();
  for (const { key, wanted, found, under, pods } of near) {
    const id = JSON.stringify([key, found, under]);
    byLabel.set(id, { key, wanted, found, under, pods: (byLabel.get(id)?.pods ?? 0) + pods.length });
  }
  return [...byLabel.values()].toSorted((a, b) => b.pods - a.pods);
}

/** Counts Pods, and addresses without a Pod, each once, in its best state on any port. */
function readinessRemarks(rows: readonly EndpointRow[]): Remark[] {
  const best = new Map<string | undefined, EndpointState>();
  for (const { podName, addresses, state } of rows) {
    const key = podName ?? addresses[0];
    best.set(key, betterState(best.get(key) ?? state, state));
  }
  const states = [...best.values()];
  const count = (state: EndpointState) => states.filter((other) => other === state).length;
  if (states.length === 0 || count("ready") > 0) return [];
  const [notReady, terminating, excluded] = [count("not-ready"), count("terminating"), count("excluded")];
  return [{ kind: "none-ready", notReady, terminating, excluded }];
}

/** Ports that no EndpointSlice of the Service serves, though the slices have endpoints: names or protocols differ. */
function portRemarks({ service, slices }: Surroundings, rows: readonly EndpointRow[]): Remark[] {
  const filled = slices.filter(({ endpoints }) => (endpoints ?? []).length > 0);
  const offered = [...new Set(filled.flatMap(({ ports }) => ports ?? []).map(portLabel))];
  const unserved = (service.spec?.ports ?? []).filter((port) => !rows.some((row) => row.port === port));
  return filled.length === 0
    ? []
    : unserved.map((port): Remark => ({ kind: "port-not-served", port: portLabel(port), offered }));
}

function sliceRemarks({ slices }: Surroundings, rows: readonly EndpointRow[]): Remark[] {
  const byHand = slices.filter(isKeptByHand).map(({ metadata }) => metadata?.name ?? "");
  const duplicates = rows.filter((row) => row.slices.length > row.addresses.length).flatMap((row) => row.addresses);
  return [
    ...(byHand.length > 0 ? [{ kind: "slices-by-hand" as const, slices: byHand }] : []),
    ...(duplicates.length > 0 ? [{ kind: "duplicates" as const, addresses: [...new Set(duplicates)] }] : []),
  ];
}
