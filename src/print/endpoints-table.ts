import type { EndpointRow } from "../model/endpoint-rows.ts";
import { groupBy } from "../model/group-by.ts";
import type { EndpointState } from "../model/membership.ts";
import { portLabel, protocolOf, type ServicePort, targetPortOf } from "../model/ports.ts";
import type { Remark } from "../model/remarks.ts";
import type { ServiceView } from "../model/service-view.ts";
import { reasonsText, stateWords } from "./reason-words.ts";
import { remarkText } from "./remark-words.ts";
import { shorten } from "./shortened.ts";
import type { Cell, Look } from "./table.ts";

/** How many endpoints of a port a terminal shows without --all. */
export const MOST_ENDPOINTS = 20;

export interface EndpointsLayout {
  /** Also zones and EndpointSlices. */
  wide: boolean;
  /** The namespace comes first. */
  showNamespace: boolean;
  /** Which Service it is about is known. */
  hideService?: boolean;
}

/** A line of the table: a Pod or an address for a port, or a port that nothing stands behind. */
export interface EndpointLine {
  view: ServiceView;
  port: ServicePort | undefined;
  row: EndpointRow | undefined;
  /** What the last column says. */
  reason: string;
  /** It was there before. */
  isGone?: boolean;
  /** It stands for so many others of its port, by their states. */
  others?: readonly EndpointRow[];
}

/**
 * The lines of some Services, in their order; a port without rows has one that says why. `most`: how many lines a port
 * takes at most, and one that stands for the others.
 */
export function endpointLines(views: readonly ServiceView[], most?: number): EndpointLine[] {
  return views.flatMap((view) => {
    const byPort = groupBy(view.rows, (row) => row.port);
    return view.ports.flatMap(({ port }) => portLines(view, port, byPort.get(port) ?? [], most));
  });
}

function portLines(
  view: ServiceView,
  port: ServicePort | undefined,
  rows: readonly EndpointRow[],
  most: number | undefined,
): EndpointLine[] {
  if (rows.length === 0) return [{ view, port, row: undefined, reason: whyNothing(view, port) }];
  const { shown, hidden } = shorten(rows, most, isWell);
  const lines = shown.map((row): EndpointLine => ({ view, port, row, reason: reasonsText(row.reasons) }));
  if (hidden.length === 0) return lines;
  return [...lines, { view, port, row: undefined, reason: "--all shows them", others: hidden }];
}

/** Whether a row needs no look: it gets traffic, and nothing is said of it. */
export const isWell = ({ state, reasons }: EndpointRow): boolean => state === "ready" && reasons.length === 0;

/** "976 ready, 4 not ready" */
export function statesText(rows: readonly EndpointRow[]): string {
  const byState = groupBy(rows, ({ state }) => state);
  return [...byState].map(([state, own]) => `${own.length} ${stateWords[state]}`).join(", ");
}

const EXPLAINS_NOTHING: ReadonlySet<Remark["kind"]> = new Set(["none-ready", "slices-by-hand", "duplicates"]);

/** The first remark that explains an empty port. */
function whyNothing({ remarks }: ServiceView, port: ServicePort | undefined): string {
  const explanations = remarks.filter(({ kind }) => !EXPLAINS_NOTHING.has(kind));
  const own = explanations.find(
    (remark) => remark.kind === "port-not-served" && port && remark.port === portLabel(port),
  );
  const chosen = own ?? explanations.find(({ kind }) => kind !== "port-not-served" && kind !== "unreadable");
  return chosen ? remarkText(chosen) : "";
}

interface Column {
  header: string;
  when?: (layout: EndpointsLayout) => boolean;
  cell: (line: EndpointLine, look: Look) => Cell;
}

const NONE = "<none>";

const columns: readonly Column[] = [
  { header: "NAMESPACE", when: ({ showNamespace }) => showNamespace, cell: ({ view }) => view.namespace },
  { header: "SERVICE", when: ({ hideService }) => !hideService, cell: ({ view }) => view.name },
  { header: "PORT", cell: ({ port }) => portText(port) },
  { header: "TARGET", cell: targetText },
  { header: "POD", cell: ({ row, others }) => (others ? `… and ${others.length} more` : (row?.podName ?? NONE)) },
  { header: "IP", cell: (line) => line.row?.addresses.join(",") || noneIn(line) },
  { header: "NODE", cell: (line) => line.row?.node ?? noneIn(line) },
  { header: "ZONE", when: ({ wide }) => wide, cell: (line) => line.row?.zone ?? noneIn(line) },
  { header: "SLICES", when: ({ wide }) => wide, cell: (line) => line.row?.slices.join(",") || noneIn(line) },
  { header: "STATE", cell: lineState },
];

/** A line that stands for others says nothing of one. */
const noneIn = ({ others }: EndpointLine): string => (others ? "" : NONE);

/** A Service's port as people name it: `http 80/TCP`, `80/TCP` without a name; a name like a number is quoted. */
export function portText(port: ServicePort | undefined): string {
  if (!port) return NONE;
  const { name = "" } = port;
  const named = /^\d/.test(name) ? `"${name}" ` : name && `${name} `;
  return `${named}${port.port}/${protocolOf(port)}`;
}

/** The number that a port leads to; one that nothing stands behind may still say it. */
function targetText({ row, port, others }: EndpointLine): string {
  if (others) return "";
  if (row || !port) return String(row?.target ?? NONE);
  const target = targetPortOf(port);
  return typeof target === "number" ? String(target) : NONE;
}

/** A state in its colour. */
export function stateCell(state: EndpointState, { style }: Look): Cell {
  const paints: Record<EndpointState, (text: string) => string> = {
    ready: style.green,
    terminating: style.yellow,
    "not-ready": style.red,
    excluded: style.dim,
  };
  return { text: stateWords[state], paint: paints[state] };
}

function lineState({ isGone, row, others, view: { service } }: EndpointLine, look: Look): Cell {
  const { style } = look;
  if (others) return { text: statesText(others), paint: style.dim };
  if (isGone) return { text: "gone", paint: style.dim };
  if (row) return stateCell(row.state, look);
  const external = service.spec?.type === "ExternalName";
  return external ? { text: "external", paint: style.dim } : { text: "no endpoints", paint: style.red };
}

export interface TextTable {
  headers: string[];
  rows: Cell[][];
}

/** The table of some lines. REASON is a column only when a line has one. */
export function layOutEndpoints(lines: readonly EndpointLine[], layout: EndpointsLayout, look: Look): TextTable {
  const shown = columns.filter(({ when }) => when?.(layout) ?? true);
  const hasReasons = lines.some(({ reason }) => reason !== "");
  return {
    headers: [...shown.map(({ header }) => header), ...(hasReasons ? ["REASON"] : [])],
    rows: lines.map((line) => [...shown.map(({ cell }) => cell(line, look)), ...(hasReasons ? [line.reason] : [])]),
  };
}
