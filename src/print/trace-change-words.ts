import type { ServicePort } from "../model/ports.ts";
import type { Step, TracedEndpoint } from "../model/trace.ts";
import type { TraceChange } from "../model/trace-changes.ts";
import { portText } from "./endpoints-table.ts";
import { escapeText } from "./escape.ts";
import { toCompactJson } from "./json.ts";
import { reasonsText, stateWords } from "./reason-words.ts";
import { endpointData, portData, stepData, traceData } from "./trace-data.ts";
import { faultLines, shareText, STEP_NAMES, stepText, VERDICTS } from "./trace-words.ts";

/** A change in one line, without its time. `isBrief`: of a view that tells the Service anyway. */
export function changeText(change: TraceChange, from: string | undefined, isBrief = false): string {
  const service = isBrief ? "" : `${change.namespace}/${change.name}`;
  const told = (place: string, text: string) => escapeText(place === "" ? text : `${place}: ${text}`);
  switch (change.kind) {
    case "start":
      return told(service, `the Service is there, ${VERDICTS[change.trace.state]}`);
    case "gone":
      return told(service, "the Service is gone");
    case "state":
      return told(service, VERDICTS[change.after]);
    case "step":
      return told(`${service}${portPart(change.port)}`.trim(), stepChange(change.before, change.after, from));
    case "endpoint":
      return told(`${service}${portPart(change.port)}`.trim(), endpointChange(change.before, change.after));
  }
}

const portPart = (port: ServicePort | undefined): string => (port ? ` port ${portText(port)}` : "");

function stepChange(before: Step | undefined, after: Step | undefined, from: string | undefined): string {
  const step = after ?? before;
  if (!step) return "";
  const name = STEP_NAMES[step.kind];
  if (!after) return `${name} is gone`;
  const [fault] = after.fault ? faultLines(after.fault) : [];
  return `${name} ${stepText(after, from)}${fault === undefined ? "" : `. ${fault}`}`;
}

function endpointChange(before: TracedEndpoint | undefined, after: TracedEndpoint | undefined): string {
  const one = after ?? before;
  if (!one) return "";
  const { podName } = one.row;
  const name = `endpoint ${one.address ?? ""}${podName === undefined ? "" : ` (${podName})`}`.replace("  ", " ");
  if (!after) return `${name} is gone`;
  const states = [before && stateWords[before.row.state], stateWords[after.row.state]];
  const state = before && states[0] !== states[1] ? states.join(" → ") : states[1];
  const { inside, outside, row } = after;
  const share = [inside, outside].some((part) => part && part.most > 0)
    ? `, share ${shareText(inside ?? outside, row.node)}`
    : "";
  return `${name} ${before ? "" : "is new: "}${state}${share}${row.reasons.length > 0 ? `, ${reasonsText(row.reasons)}` : ""}`;
}

/**
 * A change as one line of JSON (`trace -o jsonl`): `time`, `event`, `namespace`, `service`, and with it
 *
 * - start: `trace`, all that there is, as in `-o json`
 * - gone: nothing more; the Service was deleted
 * - step: `port`, `before`, `after` (absent when it is new, or gone), as in `-o json`
 * - endpoint: the same
 * - state: `before`, `after`, the worst state of all ports and steps
 */
export function changeLine(change: TraceChange, time: Date, from: string | undefined): string {
  const { kind, namespace, name } = change;
  const head = { time: time.toISOString(), event: kind, namespace, service: name };
  return `${toCompactJson({ ...head, ...detailsOf(change, from) })}\n`;
}

function detailsOf(change: TraceChange, from: string | undefined): object {
  switch (change.kind) {
    case "start":
      return { trace: traceData(change.trace) };
    case "gone":
      return {};
    case "state":
      return { before: change.before, after: change.after };
    case "step":
      return { port: portData(change.port), ...both(change, (step) => stepData(step, from)) };
    case "endpoint":
      return { port: portData(change.port), ...both(change, endpointData) };
  }
}

const both = <T>({ before, after }: { before: T | undefined; after: T | undefined }, toData: (one: T) => unknown) => ({
  ...(before && { before: toData(before) }),
  ...(after && { after: toData(after) }),
});
