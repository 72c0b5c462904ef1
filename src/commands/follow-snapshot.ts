import type { Cluster, WatchEvent } from "../kube/client.ts";
import type { SnapshotReading } from "../kube/read-snapshot.ts";
import { linkSignals } from "../link-signals.ts";
import type { KubeObject, Snapshot } from "../model/snapshot.ts";

const FOLLOWED = { Service: "services", EndpointSlice: "endpointSlices", Pod: "pods" } as const;

type Followed = keyof typeof FOLLOWED;

export interface Following {
  namespace: string | undefined;
  /** The one that restricted the Services of the reading. */
  labelSelector?: string | undefined;
  signal: AbortSignal;
}

/**
 * Keeps a reading of whole lists up to date: yields a snapshot after each burst of changes, until the signal aborts.
 * Kinds that could not be read are not followed. Rejects when the server refuses a watch.
 */
export async function* followSnapshot(
  cluster: Cluster,
  reading: SnapshotReading,
  following: Following,
): AsyncGenerator<Snapshot> {
  const over = new AbortController();
  const { signal, release } = linkSignals([following.signal, over.signal]);
  const unreadable = new Set(reading.unreadable.map(({ kind }) => kind));
  const kinds = (Object.keys(FOLLOWED) as Followed[]).filter((kind) => !unreadable.has(kind));
  const snapshot: Snapshot = { ...reading };
  const burst = new Burst();
  const watches = kinds.map(async (kind) => {
    const changes = await openWatch(cluster, reading, kind, { ...following, signal });
    const objects = new ObjectMap(itemsOf(reading, kind));
    for await (const event of changes) {
      objects.apply(event);
      Object.assign(snapshot, { [FOLLOWED[kind]]: objects.items });
      burst.begin();
    }
  });
  try {
    const ended = Promise.all(watches).then(() => false);
    while (await Promise.race([burst.over(), ended])) yield { ...snapshot };
  } finally {
    over.abort();
    release();
  }
}

const itemsOf = (snapshot: Snapshot, kind: Followed): KubeObject[] =>
  snapshot[FOLLOWED[kind]] as unknown as KubeObject[];

async function openWatch(
  cluster: Cluster,
  reading: SnapshotReading,
  kind: Followed,
  { namespace, labelSelector, signal }: Following,
): Promise<AsyncIterable<WatchEvent<KubeObject>>> {
  const resource = await cluster.resource(FOLLOWED[kind].toLowerCase());
  const resourceVersion = reading.resourceVersions[kind];
  const known = {
    metadata: { ...(resourceVersion !== undefined && { resourceVersion }) },
    items: itemsOf(reading, kind),
  };
  const selector = kind === "Service" ? labelSelector : undefined;
  return cluster.watch(resource, { namespace, labelSelector: selector, known, signal });
}

/** Objects by place, in the order of namespaces and names, as a list has them. */
class ObjectMap {
  readonly #objects = new Map<string, KubeObject>();

  constructor(objects: readonly KubeObject[]) {
    for (const object of objects) this.#objects.set(placeOf(object), object);
  }

  get items(): KubeObject[] {
    return [...this.#objects].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  apply({ type, object }: WatchEvent<KubeObject>): void {
    if (type === "DELETED") this.#objects.delete(placeOf(object));
    else if (type !== "BOOKMARK") this.#objects.set(placeOf(object), object);
  }
}

const placeOf = ({ metadata }: KubeObject): string => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;

/** How long a burst of changes (a Pod, its EndpointSlice, …) is waited for, in milliseconds. */
const CALM = 150;

/** Tells when a burst is over: changes that follow each other within moments count as one. */
class Burst {
  #isUnderWay = false;
  #isOver = false;
  #tell: ((isOver: true) => void) | undefined;

  /** Notes a change. */
  begin(): void {
    if (!this.#isUnderWay) setTimeout(() => this.#end(), CALM);
    this.#isUnderWay = true;
  }

  /** Resolves at the end of the burst that is under way, or of the next one. */
  over(): Promise<true> {
    if (!this.#isOver) return new Promise((resolve) => (this.#tell = resolve));
    this.#isOver = false;
    return Promise.resolve(true);
  }

  #end(): void {
    this.#isUnderWay = false;
    this.#isOver = this.#tell === undefined;
    this.#tell?.(true);
    this.#tell = undefined;
  }
}
