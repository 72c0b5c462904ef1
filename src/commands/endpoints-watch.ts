import type { Context } from "../context.ts";
import type { Cluster } from "../kube/client.ts";
import { readSnapshot, type SnapshotQuery } from "../kube/read-snapshot.ts";
import { type ServiceView, viewServices } from "../model/service-view.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { type EndpointLine, endpointLines, layOutEndpoints } from "../print/endpoints-table.ts";
import { tableWriter, type TableWriter } from "../print/table.ts";
import { textWidth } from "../print/width.ts";
import type { EndpointsLook } from "./endpoints.ts";
import { followSnapshot } from "./follow-snapshot.ts";
import { noteUnreadable } from "./note-unreadable.ts";

/**
 * Prints the table and then, until interrupted, each line that is new or has changed; a line that is no more comes
 * once again with the state "gone". Rejects when a named Service is not there.
 */
export async function watchEndpoints(
  { names = [], ...query }: SnapshotQuery,
  look: EndpointsLook,
  cluster: Cluster,
  { io, now, signal }: Context,
): Promise<void> {
  const reading = await readSnapshot(cluster, query);
  await checkNames(names, reading, query.namespace, cluster);
  noteUnreadable(reading, io);
  const wanted = ({ name }: ServiceView) => names.length === 0 || names.includes(name);
  const linesOf = (snapshot: Snapshot) => endpointLines(viewServices(snapshot, now()).filter(wanted));
  const print = linePrinter(look);
  let shown = byKey(linesOf(reading));
  io.out(print([...shown.values()]));
  for await (const snapshot of followSnapshot(cluster, reading, { ...query, signal })) {
    const next = byKey(linesOf(snapshot));
    const text = print(changes(shown, next));
    if (text !== "") io.out(text);
    shown = next;
  }
}

/** Asks the server for what the list lacks, so that the refusal is its own. */
export async function checkNames(
  names: readonly string[],
  { services }: Snapshot,
  namespace: string | undefined,
  cluster: Cluster,
): Promise<void> {
  const missing = names.find((name) => !services.some(({ metadata }) => metadata?.name === name));
  if (missing !== undefined) await cluster.get(await cluster.resource("services"), { namespace, name: missing });
}

/**
 * Tables below each other as one: the header once, the columns at least as wide as before. A reason that comes later
 * stands at the end of its line, with or without a header.
 */
function linePrinter(look: EndpointsLook): (lines: readonly EndpointLine[]) => string {
  const writer = tableWriter(look);
  let hideService: boolean | undefined;
  let hasHeader = look.noHeaders;
  return (lines) => {
    if (lines.length === 0) return "";
    hideService ??= look.isOneNamed && !fits(lines, look);
    const text = writer.write(...tableOf(lines, { ...look, noHeaders: hasHeader, hideService }));
    hasHeader = true;
    return text;
  };
}

/** Whether the terminal is wide enough for a table, but for its reasons. */
function fits(lines: readonly EndpointLine[], look: EndpointsLook): boolean {
  const { width } = look;
  if (width === undefined) return true;
  const plain = lines.map((line) => ({ ...line, reason: "" }));
  const text = tableWriter(look).write(...tableOf(plain, look));
  return text.split("\n").every((line) => textWidth(line) <= width);
}

function tableOf(lines: readonly EndpointLine[], look: EndpointsLook): Parameters<TableWriter["write"]> {
  const { headers, rows } = layOutEndpoints(lines, look, look);
  // no spaces at the end of a line
  return [
    look.noHeaders ? undefined : headers,
    rows.map((cells) => (cells.at(-1) === "" ? cells.slice(0, -1) : cells)),
  ];
}

/** Lines by what they are about: a Service's port, and the Pod or address behind it. */
function byKey(lines: readonly EndpointLine[]): Map<string, EndpointLine> {
  return new Map(
    lines.map((line) => {
      const { view, port, row } = line;
      const parts = [view.namespace, view.name, port?.name, port?.port, port?.protocol, row?.podName];
      return [JSON.stringify([...parts, row?.podName === undefined ? row?.addresses : row.target]), line];
    }),
  );
}

/** Lines that differ from those before, then those that are no more. */
function changes(before: ReadonlyMap<string, EndpointLine>, after: ReadonlyMap<string, EndpointLine>): EndpointLine[] {
  const changed = [...after].filter(([key, line]) => {
    const previous = before.get(key);
    return previous === undefined || substanceOf(previous) !== substanceOf(line);
  });
  const gone = [...before]
    .filter(([key]) => !after.has(key))
    .map(([, line]) => ({ ...line, isGone: true, reason: "" }));
  return [...changed.map(([, line]) => line), ...gone];
}

/** What makes a line worth showing again: not the seconds that a deletion still takes. */
function substanceOf({ row, reason }: EndpointLine): string {
  if (!row) return reason;
  const { target, addresses, node, state, slices } = row;
  return JSON.stringify([target, addresses, node, state, slices, row.reasons.map(({ kind }) => kind)]);
}
