import type { EndpointRow } from "./endpoint-rows.ts";
import { portLabel, type ServicePort } from "./ports.ts";
import type { ServiceView } from "./service-view.ts";
import type { EndpointsBody, Fault, Step, StepState } from "./trace.ts";
import type { Choices } from "./trace-choices.ts";
import { isBehind, rowsOf } from "./trace-endpoints.ts";
import { type FindingsAt, judged } from "./trace-faults.ts";

/** Whether a kind that says what stands behind a Service could not be read. */
export const isUnreadable = ({ remarks }: ServiceView, ...kinds: string[]): boolean =>
  remarks.some((remark) => remark.kind === "unreadable" && kinds.includes(remark.what));

/** How many endpoints take traffic, and what keeps the others from it. */
export function endpointsStep(
  port: ServicePort | undefined,
  view: ServiceView,
  families: readonly Choices[],
  at: FindingsAt,
): Step {
  const rows = rowsOf(view.rows, port).filter(isBehind);
  const ready = rows.filter(({ state }) => state === "ready").length;
  const body: EndpointsBody = {
    kind: "endpoints",
    ready,
    total: rows.length,
    affinitySeconds: families[0]?.port.affinitySeconds,
    narrowing: families.flatMap(({ choices }) => choices).find(({ narrowing }) => narrowing)?.narrowing,
  };
  const step = judged(body, at("endpoints"));
  if (ready > 0) return step;
  const draining = rows.filter(({ state }) => state === "terminating").length;
  if (draining > 0 && families.length > 0)
    return { ...step, state: "warning", fault: { kind: "terminating-only", endpoints: draining } };
  return { ...step, state: noneState(rows, view), fault: step.fault ?? remarkFault(port, view) };
}

/** Without any endpoint nothing arrives, unless it is not known what there is. */
function noneState(rows: readonly EndpointRow[], view: ServiceView): StepState {
  const hasSelector = Object.keys(view.service.spec?.selector ?? {}).length > 0;
  if (rows.length > 0 || !isUnreadable(view, "EndpointSlice")) return "broken";
  return hasSelector && !isUnreadable(view, "Pod") ? "broken" : "unknown";
}

/** What the view says of an empty port, where no check has found anything. */
function remarkFault(port: ServicePort | undefined, { remarks }: ServiceView): Fault | undefined {
  const label = port && portLabel(port);
  const remark =
    remarks.find((candidate) => candidate.kind === "port-not-served" && candidate.port === label) ??
    remarks.find(({ kind }) => kind === "none-ready") ??
    remarks.find(({ kind }) => kind === "unreadable");
  return remark && { kind: "remark", remark };
}
