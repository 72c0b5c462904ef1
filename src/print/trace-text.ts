import type { PortTrace, ServiceTrace, Share, Step, TracedEndpoint } from "../model/trace.ts";
import type { Io } from "../context.ts";
import { portText } from "./endpoints-table.ts";
import { escapeText } from "./escape.ts";
import { printFoldable } from "./fold.ts";
import { reasonsText } from "./reason-words.ts";
import { shorten } from "./shortened.ts";
import type { Cell } from "./table.ts";
import { faultLines, shareText, STEP_NAMES, stepText, VERDICTS } from "./trace-words.ts";
import { wrapLine } from "./wrap.ts";

export interface TraceLook extends Pick<Io, "style" | "width"> {
  /** Also zones and EndpointSlices. */
  wide: boolean;
  /** How many endpoints of a port are shown; undefined: all. */
  most: number | undefined;
}

const MARKS: Record<TracedEndpoint["state"], string> = { ok: "✓", warning: "!", broken: "✗", unknown: "?", idle: "·" };

/** The longest name of a step, and the space around it. */
const LABEL = 16;

/** The ways to some Services, for people. Ends in a newline. */
export function traceText(traces: readonly ServiceTrace[], look: TraceLook): string {
  return traces.map((trace) => serviceText(trace, look)).join("\n");
}

function serviceText({ namespace, name, type, from, steps, ports }: ServiceTrace, look: TraceLook): string {
  const place = from === undefined ? "" : `, from ${from}`;
  const head = look.style.bold(escapeText(`${namespace}/${name} (${type})${place}`));
  const blocks = ports.map((port) => `\n${portBlock(port, from, look)}`);
  return [`${head}\n`, ...steps.map((step) => stepLines(step, from, look)), ...blocks].join("");
}

function portBlock({ port, state, steps, endpoints }: PortTrace, from: string | undefined, look: TraceLook): string {
  const name = port ? `Port ${portText(port)}` : "No port";
  const verdict = paintOf(state, look)(VERDICTS[state]);
  return [
    `${look.style.bold(escapeText(name))}: ${verdict}\n`,
    ...steps.map((step) => stepLines(step, from, look)),
    endpointTable(endpoints, look),
  ].join("");
}

function stepLines(step: Step, from: string | undefined, look: TraceLook): string {
  const label = `${STEP_NAMES[step.kind]}`.padEnd(LABEL);
  const first = wrapLine(escapeText(stepText(step, from)), `  ${label}`, look.width);
  const faults = step.fault ? faultLines(step.fault) : [];
  const indent = " ".repeat(LABEL + 2);
  const lines = faults.map((line) => wrapLine(escapeText(line), indent, look.width));
  return `${markOf(step.state, look)}${first.slice(1)}${lines.join("")}`;
}

function paintOf(state: TracedEndpoint["state"], { style }: TraceLook): (text: string) => string {
  return { ok: style.green, warning: style.yellow, broken: style.red, unknown: style.cyan, idle: style.dim }[state];
}

const markOf = (state: TracedEndpoint["state"], look: TraceLook): string => paintOf(state, look)(MARKS[state]);

interface Column {
  header: string;
  when: boolean;
  cell: (endpoint: TracedEndpoint) => string;
}

/** The endpoints, and what follows them; the share of traffic from outside only where it is another one. */
function endpointTable(endpoints: readonly TracedEndpoint[], look: TraceLook): string {
  if (endpoints.length === 0) return "";
  const { shown, hidden } = shorten(endpoints, look.most, isWell);
  const columns = columnsOf(endpoints, look).filter(({ when }) => when);
  const headers = columns.map(({ header }, at) => (at === 0 ? `  ${header}` : header));
  const rows = shown.map((endpoint) =>
    columns.map(({ cell }, at) => (at === 0 ? marked(cell(endpoint), endpoint, look) : cell(endpoint))),
  );
  const table = printFoldable({ headers, rows }, look);
  return `\n${table}${hidden.length > 0 ? `${look.style.dim(moreText(hidden))}\n` : ""}`;
}

function columnsOf(endpoints: readonly TracedEndpoint[], look: TraceLook): Column[] {
  const isProxied = endpoints.some(({ inside }) => inside !== undefined);
  const differs = endpoints.some(({ inside, outside }) => outside && inside && !isSame(inside, outside));
  const share = (side: "inside" | "outside") => (endpoint: TracedEndpoint) =>
    shareText(endpoint[side], endpoint.row.node);
  return [
    { header: differs ? "INSIDE" : "SHARE", when: isProxied, cell: share("inside") },
    { header: "OUTSIDE", when: differs, cell: share("outside") },
    { header: "ENDPOINT", when: true, cell: ({ address }) => address ?? "<none>" },
    { header: "POD", when: true, cell: ({ row }) => row.podName ?? "<none>" },
    { header: "NODE", when: true, cell: ({ row }) => row.node ?? "<none>" },
    { header: "ZONE", when: look.wide, cell: ({ row }) => row.zone ?? "<none>" },
    { header: "SLICES", when: look.wide, cell: ({ row }) => row.slices.join(",") || "<none>" },
    { header: "CONTAINER", when: true, cell: containerText },
    {
      header: "REASON",
      when: endpoints.some(({ row }) => row.reasons.length > 0),
      cell: ({ row }) => reasonsText(row.reasons),
    },
  ];
}

/** The first cell of a row, behind the mark of the endpoint, which alone has a colour. */
function marked(text: string, { state }: TracedEndpoint, look: TraceLook): Cell {
  return { text: `${MARKS[state]} ${text}`, paint: (shown) => `${markOf(state, look)}${shown.slice(1)}` };
}

const isSame = (a: Share, b: Share): boolean => a.least === b.least && a.most === b.most && a.isOfNode === b.isOfNode;

function containerText({ container }: TracedEndpoint): string {
  if (!container) return "<none>";
  return container.portName === undefined ? container.name : `${container.name}:${container.portName}`;
}

const isWell = ({ state }: TracedEndpoint): boolean => state === "ok" || state === "idle";

function moreText(hidden: readonly TracedEndpoint[]): string {
  const wrong = hidden.filter((endpoint) => !isWell(endpoint)).length;
  const told = wrong === 0 ? "all well" : `${hidden.length - wrong} of them well, ${wrong} not`;
  return `… and ${hidden.length} more, ${told}: --all shows them`;
}
