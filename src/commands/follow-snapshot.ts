import type { Cluster, WatchEvent } from "../kube/client.ts";
import type { SnapshotReading } from "../kube/read-snapshot.ts";
import { linkSignals } from "../link-signals.ts";
import type { Around, KubeObject, Snapshot } from "../model/snapshot.ts";

/** A kind that can be followed: what it is called, and where its objects stand in a snapshot. */
interface Place {
  word: string;
  read(snapshot: Snapshot): readonly unknown[];
  write(items: KubeObject[], snapshot: Snapshot): object;
}

const NOTHING: Around = { ingresses: [], httpRoutes: [], networkPolicies: [], statefulSets: [] };

const PLACES = {
  Service: { word: "services", read: ({ services }) => services, write: (services) => ({ services }) },
  EndpointSlice: {
    word: "endpointslices",
    read: ({ endpointSlices }) => endpointSlices,
    write: (endpointSlices) => ({ endpointSlices }),
  },
  Pod: { word: "pods", read: ({ pods }) => pods, write: (pods) => ({ pods }) },
  Node: { word: "nodes", read: ({ nodes }) => nodes, write: (nodes) => ({ nodes }) },
  NetworkPolicy: {
    word: "networkpolicies",
    read: ({ around }) => around?.networkPolicies ?? [],
    write: (networkPolicies, { around }) => ({ around: { ...NOTHING, ...around, networkPolicies } }),
  },
} as const satisfies Record<string, Place>;

export type Followed = keyof typeof PLACES;

export interface Following {
  namespace: string | undefined;
  /** The one that restricted the Services of the reading. */
  labelSelector?: string | undefined;
  /** Kinds beside Services, EndpointSlices and Pods that the reading has. */
  also?: readonly Followed[];
  /** As a watch's. */
  quiet?: boolean;
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
  const wanted: Followed[] = ["Service", "EndpointSlice", "Pod", ...(following.also ?? [])];
  const changed = new Map<Followed, ObjectMap>();
  const burst = new Burst();
  const watches = wanted
    .filter((kind) => !unreadable.has(kind))
    .map(async (kind) => {
      const changes = await openWatch(cluster, reading, kind, { ...following, signal });
      const objects = new ObjectMap(itemsOf(reading, kind));
      for await (const event of changes) {
        objects.apply(event);
        changed.set(kind, objects);
        burst.begin();
      }
    });
  let snapshot: Snapshot = reading;
  try {
    void Promise.all(watches).then(
      () => burst.close(),
      (reason: unknown) => burst.fail(reason),
    );
    while (await burst.over()) {
      for (const [kind, { items }] of changed)
        snapshot = { ...snapshot, ...(PLACES[kind] as Place).write(items, snapshot) };
      changed.clear();
      yield snapshot;
    }
  } finally {
    over.abort();
    release();
  }
}

const itemsOf = (snapshot: Snapshot, kind: Followed): KubeObject[] => [...PLACES[kind].read(snapshot)] as KubeObject[];

async function openWatch(
  cluster: Cluster,
  reading: SnapshotReading,
  kind: Followed,
  { namespace, labelSelector, quiet, signal }: Following,
): Promise<AsyncIterable<WatchEvent<KubeObject>>> {
  const resource = await cluster.resource(PLACES[kind].word);
  const resourceVersion = reading.resourceVersions[kind];
  const known = {
    metadata: { ...(resourceVersion !== undefined && { resourceVersion }) },
    items: itemsOf(reading, kind),
  };
  const selector = kind === "Service" ? labelSelector : undefined;
  const within = resource.namespaced ? namespace : undefined;
  return cluster.watch(resource, { namespace: within, labelSelector: selector, known, quiet, signal });
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
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #isClosed = false;
  #failure: { reason: unknown } | undefined;
  #wake = () => {};

  /** Notes a change. */
  begin(): void {
    this.#timer ??= setTimeout(() => this.#end(), CALM);
  }

  /** No change comes any more: the burst under way is over at once. */
  close(): void {
    this.#isClosed = true;
    if (this.#timer) this.#end();
    else this.#wake();
  }

  /** What waits, now or later, rejects with the reason. */
  fail(reason: unknown): void {
    this.#failure = { reason };
    this.close();
  }

  /** True at the end of the burst that is under way, or of the next one; false when there will be none. */
  async over(): Promise<boolean> {
    while (!this.#isOver && !this.#isClosed) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#failure) throw this.#failure.reason;
    const isOver = this.#isOver;
    this.#isOver = false;
    return isOver;
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isOver = true;
    this.#wake();
  }
}
