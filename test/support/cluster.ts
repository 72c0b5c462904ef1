import type { Cluster, ListQuery, Resource, WatchEvent } from "../../src/kube/client.ts";
import { builtInResources, findResource, unknownResource } from "../../src/kube/resources.ts";
import { StatusError } from "../../src/kube/status.ts";
import { matchesFieldSelector, parseFieldSelector } from "../../src/model/field-selector.ts";
import { parseSelector } from "../../src/model/parse-selector.ts";
import { matchesSelector } from "../../src/model/selector.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";

/** A cluster made of objects, for reading: what views are tested with. */
export interface FakeCluster extends Cluster {
  /** Every request so far: "get services web", "list pods". */
  readonly requests: readonly string[];
  /** Tells the watches of this kind that the object has changed. */
  change(type: "ADDED" | "MODIFIED" | "DELETED", object: KubeObject): void;
  /** Ends all watches, after what was told, as a request timeout does. */
  endWatches(): void;
}

/** `forbidden` names the plurals that the user may not read. */
export function clusterOf(objects: readonly unknown[], { forbidden = [] as string[] } = {}): FakeCluster {
  const items = objects as readonly KubeObject[];
  const requests: string[] = [];
  const watchers: { kind: string; queue: EventQueue }[] = [];
  const refuse = (): never => {
    throw new Error("this cluster is for reading");
  };
  const check = (verb: string, { plural, group }: Resource) => {
    if (forbidden.includes(plural))
      throw refusal(403, "Forbidden", `${plotOf(plural, group)} is forbidden: cannot ${verb}`);
  };
  const listItems = (resource: Resource, query: ListQuery = {}) =>
    items.filter((object) => object.kind === resource.kind && isSelected(object, query));
  return {
    server: "https://test",
    namespace: "default",
    requests,
    resource: async (word) => findResource(builtInResources, word) ?? fail(unknownResource(word)),
    resourceOf: async (apiVersion, kind) =>
      builtInResources.find((known) => known.kind === kind && apiVersion.endsWith(known.version)) ?? refuse(),
    resources: async () => [...builtInResources],
    get: async (resource, { namespace, name }) => {
      requests.push(`get ${resource.plural} ${name}`);
      check("get", resource);
      const found = listItems(resource, { namespace }).find(({ metadata }) => metadata?.name === name);
      return found ?? fail(refusal(404, "NotFound", `${plotOf(resource.plural, resource.group)} "${name}" not found`));
    },
    list: async (resource, query) => {
      requests.push(`list ${resource.plural}`);
      check("list", resource);
      return { metadata: { resourceVersion: "1" }, items: listItems(resource, query) };
    },
    listKept: async (resource, query, keep) => {
      requests.push(`list ${resource.plural}`);
      check("list", resource);
      return listItems(resource, query).map(keep);
    },
    watch: ({ kind, plural }, { signal }) => {
      requests.push(`watch ${plural}`);
      const queue = new EventQueue(signal);
      watchers.push({ kind, queue });
      return queue;
    },
    change: (type, object) => {
      for (const { kind, queue } of watchers) if (kind === object.kind) queue.push({ type, object });
    },
    endWatches: () => {
      for (const { queue } of watchers) queue.end();
    },
    getTable: refuse,
    listTable: refuse,
    watchTable: refuse,
    create: refuse,
    replace: refuse,
    patch: refuse,
    delete: refuse,
    raw: refuse,
  };
}

const plotOf = (plural: string, group: string): string => (group === "" ? plural : `${plural}.${group}`);

function isSelected(object: KubeObject, { namespace, labelSelector = "", fieldSelector = "" }: ListQuery): boolean {
  const { metadata = {} } = object;
  const about = Object.entries((object["involvedObject"] ?? {}) as Record<string, string>);
  const fields = {
    "metadata.name": metadata.name,
    ...Object.fromEntries(about.map(([key, value]) => [`involvedObject.${key}`, value])),
  };
  return (
    (namespace === undefined || metadata.namespace === undefined || metadata.namespace === namespace) &&
    matchesSelector(parseSelector(labelSelector), metadata.labels) &&
    matchesFieldSelector(parseFieldSelector(fieldSelector), fields)
  );
}

function refusal(code: number, reason: string, message: string): StatusError {
  return new StatusError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code, reason, message });
}

function fail(error: Error): never {
  throw error;
}

/** Events that are told as they are pushed, until the signal aborts. */
class EventQueue implements AsyncIterable<WatchEvent<KubeObject>> {
  readonly #events: WatchEvent<KubeObject>[] = [];
  readonly #signal: AbortSignal | undefined;
  #wake: () => void = () => {};
  #hasEnded = false;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener("abort", () => this.#wake());
  }

  push(event: WatchEvent<KubeObject>): void {
    this.#events.push(event);
    this.#wake();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<WatchEvent<KubeObject>> {
    while (!this.#signal?.aborted) {
      const event = this.#events.shift();
      if (event) yield event;
      else if (this.#hasEnded) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
