import type { CheckWorld } from "../check-world.ts";
import type { EndpointRow } from "../endpoint-rows.ts";
import type { Fact, HeldPod } from "../finding-facts.ts";
import type { Reason } from "../membership.ts";
import type { ServiceView } from "../service-view.ts";
import { hasEnded, hasReason, ownRows, rowName, rowNames } from "./behind.ts";

/** Reasons that other codes report. */
const TOLD_ELSEWHERE: ReadonlySet<Reason["kind"]> = new Set([
  "no-container-port",
  "protocol-differs",
  "not-in-slices",
  "no-such-pod",
  "stale-address",
]);

/** Reasons to be no endpoint that pass, or should. */
const HELD_BACK = ["phase", "no-pod-ip", "wrong-family"] as const;

/** SVC002, SVC003: endpoints that are not ready. */
export function checkReadiness(view: ServiceView): Fact[] {
  const rows = ownRows(view);
  const ready = rowNames(rows.filter(({ state }) => state === "ready"));
  if (ready.length === 0) {
    const held = heldPods(rows.filter(isUntold));
    return held.length > 0 ? [{ kind: "none-ready", held }] : [];
  }
  const held = heldPods(rows.filter(isWaiting)).filter(({ name }) => !ready.includes(name));
  return held.length > 0 ? [{ kind: "some-not-ready", ready: ready.length, held }] : [];
}

const isUntold = ({ reasons }: EndpointRow): boolean =>
  reasons.length === 0 || reasons.some(({ kind }) => !TOLD_ELSEWHERE.has(kind));

/** Not ready yet, or no longer; Pods that end and are gone soon do not count. */
function isWaiting(row: EndpointRow): boolean {
  if (hasReason(row, "deleting") || (row.pod && hasEnded(row.pod))) return false;
  return row.state === "not-ready" || (row.state === "excluded" && hasReason(row, ...HELD_BACK));
}

function heldPods(rows: readonly EndpointRow[]): HeldPod[] {
  const byName = new Map<string, HeldPod>();
  for (const row of rows) {
    const name = rowName(row);
    const before = byName.get(name);
    if (!before || before.reasons.length < row.reasons.length) byName.set(name, { name, reasons: row.reasons });
  }
  return [...byName.values()];
}

/** SVC020: one endpoint and no more. The API server's own Service has as many as it has servers. */
export function checkSingleEndpoint(view: ServiceView, { replicas }: CheckWorld): Fact[] {
  if (view.namespace === "default" && view.name === "kubernetes") return [];
  const rows = ownRows(view).filter(
    (row) => !hasReason(row, "deleting", "no-such-pod", "stale-address") && !(row.pod && hasEnded(row.pod)),
  );
  const [first, ...others] = rowNames(rows);
  const row = rows.find(({ state }) => state === "ready");
  if (first === undefined || others.length > 0 || !row) return [];
  if (row.pod && (replicas.get(row.pod) ?? 1) !== 1) return [];
  return [{ kind: "single-endpoint", endpoint: first }];
}
