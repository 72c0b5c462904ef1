import type { Context } from "../context.ts";
import type { Cluster } from "../kube/client.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { ServiceTrace } from "../model/trace.ts";
import { type TraceChange, traceChanges } from "../model/trace-changes.ts";
import { changeLine, changeText } from "../print/trace-change-words.ts";
import { traceText } from "../print/trace-text.ts";
import { throwCollected } from "../errors.ts";
import { checkNames } from "./endpoints-watch.ts";
import { followSnapshot } from "./follow-snapshot.ts";
import { noteUnreadable } from "./note-unreadable.ts";
import { type TraceOptions, traceLook, traceReading } from "./trace.ts";
import { missingPorts } from "./trace-ports.ts";
import { readTrace } from "./trace-read.ts";
import { screenView } from "./trace-screen.ts";

/** How a view that goes on is shown. `end` is called whatever happens after `begin`, and when that fails, too. */
export interface TraceView {
  begin(): void;
  show(changes: readonly TraceChange[]): void;
  end(): void;
}

/**
 * Shows the ways to Services and then, until interrupted, what changes: painted anew on a terminal, else a line for each
 * change, as text or as JSON. The ways that were shown last come out. Rejects when a named Service, or its port, is not
 * there at the beginning.
 */
export async function watchTrace(
  namespace: string,
  options: TraceOptions,
  cluster: Cluster,
  context: Context,
): Promise<readonly ServiceTrace[]> {
  const { io, signal } = context;
  const reading = await readTrace({ namespace }, options, cluster, context);
  await checkNames(options.names, reading.snapshot, namespace, cluster);
  const named = reading.snapshot.services.filter(({ metadata }) => options.names.includes(metadata?.name ?? ""));
  throwCollected(missingPorts(named, options.port));
  noteUnreadable(reading.snapshot, io);
  let snapshot: Snapshot = reading.snapshot;
  const look = () => traceReading({ ...reading, snapshot }, options, context);
  let shown = look();
  const view = viewFor(shown, look, options, context);
  try {
    view.begin();
    const following = { namespace, also: ["Node", "NetworkPolicy"] as const, signal };
    for await (const next of followSnapshot(cluster, reading.snapshot, following)) {
      snapshot = next;
      const traces = look();
      const changes = traceChanges(shown, traces);
      if (changes.length > 0) view.show(changes);
      shown = traces;
    }
  } finally {
    view.end();
  }
  return shown;
}

function viewFor(
  first: readonly ServiceTrace[],
  look: () => readonly ServiceTrace[],
  options: TraceOptions,
  context: Context,
): TraceView {
  const { io, now, screen } = context;
  if (options.output === "jsonl") {
    const print = (changes: readonly TraceChange[]) =>
      io.out(changes.map((change) => changeLine(change, now(), options.from)).join(""));
    return { begin: () => print(traceChanges([], first)), show: print, end: () => {} };
  }
  if (screen) return screenView(look, options, context, screen);
  const line = (change: TraceChange) => `${now().toISOString()}  ${changeText(change, options.from)}\n`;
  return {
    begin: () => io.out(traceText(first, traceLook(options, context))),
    show: (changes) => io.out(changes.map(line).join("")),
    end: () => {},
  };
}
