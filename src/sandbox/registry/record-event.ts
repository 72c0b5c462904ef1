import type { KubeObject } from "../../model/snapshot.ts";
import type { Kind, Registry } from "../types.ts";
import { type Core, timestamp } from "./core.ts";

/** How long Events are kept, as by a kube-apiserver without --event-ttl. */
const lifetime = 60 * 60 * 1000;

type EventNote = Parameters<Registry["record"]>[1];

interface Noted {
  key: string;
  namespace: string;
  name: string;
  at: number;
}

/**
 * Makes the recorder of one cluster. The same event about the same object is counted, not repeated. Events older than
 * an hour are forgotten when another is recorded.
 */
export function createRecorder({ store, now }: Core, registry: () => Registry): Registry["record"] {
  const noted = new Map<string, Noted>();

  return (object, note) => {
    const time = now();
    const kind = registry().kind("", "events");
    if (!kind) return;
    forget(kind, time.getTime());
    const key = JSON.stringify([object.kind, object.metadata?.uid, ...Object.values(note)]);
    const known = noted.get(key);
    const stored = known && store.get(kind, `${known.namespace}/${known.name}`);
    const namespace = object.metadata?.namespace ?? "default";
    if (known && stored) {
      noted.delete(key);
      noted.set(key, { ...known, at: time.getTime() });
      const count = Number(stored["count"] ?? 1) + 1;
      store.put(kind, { ...stored, count, lastTimestamp: timestamp(time) });
      return;
    }
    const name = `${object.metadata?.name ?? ""}.${uniqueSuffix(time)}`;
    const event = { ...eventAbout(object, note, timestamp(time)), metadata: { name, namespace } };
    try {
      registry().create(kind, event, { fieldManager: managerOf(note.component) });
      noted.set(key, { key, namespace, name, at: time.getTime() });
    } catch {
      // As client-go's recorder: an Event that the server refuses (its namespace is going away) is let go.
    }
  };

  function forget(kind: Kind, time: number): void {
    for (const { key, namespace, name, at } of noted.values()) {
      if (at + lifetime > time) return;
      noted.delete(key);
      const stored = store.get(kind, `${namespace}/${name}`);
      if (stored) store.remove(kind, stored);
    }
  }
}

let serial = 0;

/** As client-go: the time in nanoseconds, in hexadecimal; a counter stands for what lies below the millisecond. */
function uniqueSuffix(time: Date): string {
  serial = (serial + 1) % 1_000_000;
  return (BigInt(time.getTime()) * 1_000_000n + BigInt(serial)).toString(16);
}

/** The program whose part the component is: controllers live in kube-controller-manager. */
function managerOf(component: string): string {
  if (component.endsWith("-controller")) return "kube-controller-manager";
  return component === "default-scheduler" ? "kube-scheduler" : component;
}

function eventAbout(object: KubeObject, note: EventNote, time: string): KubeObject {
  const { name, namespace, uid, resourceVersion } = object.metadata ?? {};
  return {
    involvedObject: {
      kind: object.kind,
      ...(namespace !== undefined && { namespace }),
      name,
      uid,
      apiVersion: object.apiVersion,
      resourceVersion,
    },
    reason: note.reason,
    message: note.message,
    source: { component: note.component },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type: note.type,
    eventTime: null,
    reportingComponent: note.component,
    reportingInstance: "",
  };
}
