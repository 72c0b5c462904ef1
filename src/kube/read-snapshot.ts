import type { CliError } from "../errors.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Cluster } from "./client.ts";

/** What a view wants to know of a cluster. */
export interface SnapshotQuery {
  /** Undefined: all namespaces. */
  namespace: string | undefined;
  /** Only these Services, and what belongs to them. Needs a namespace. Absent or empty: all. */
  names?: readonly string[] | undefined;
  /** Restrict the Services. */
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  /** Also the Events about Services and their slices. */
  events?: boolean;
}

/** A Snapshot, and the failures of the Services that were asked for by name. */
export interface SnapshotReading extends Snapshot {
  failures: CliError[];
}

/**
 * Reads what is needed to tell which Pods stand behind Services: one paged list for each kind, in parallel, restricted to
 * what the query names. Kinds that the server forbids to list go to `unreadable`. A named Service that cannot be read goes
 * to `failures`, so that the others can be shown before `throwCollected` is called.
 */
export async function readSnapshot(_cluster: Cluster, _query: SnapshotQuery): Promise<SnapshotReading> {
  throw new Error("not yet");
}
