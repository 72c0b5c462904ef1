import type { KubeObject } from "../../model/snapshot.ts";
import { fieldAt } from "../kinds/field-at.ts";
import { objectKey } from "../store.ts";
import type { Kind, Registry } from "../types.ts";
import { type Core, timestamp } from "./core.ts";
import { eventAbout, type EventNote } from "./event-object.ts";

/** How long Events are kept, as by a kube-apiserver without --event-ttl. */
const lifetime = 60 * 60 * 1000;

/** How many Events are kept at most: thousands of Pods would otherwise leave more Events than anything else. */
const mostEvents = 2000;

/** An Event that was recorded: its key in the store, and when it came last. */
interface Noted {
  storeKey: string;
  at: number;
}

/**
 * Makes the recorder of one cluster. The same event about the same object is counted, not repeated. The oldest are
 * forgotten when another is recorded: those of more than an hour ago, and those beyond the most that are kept.
 */
export function createRecorder({ store, now }: Core, registry: () => Registry): Registry["record"] {
  let noted: Map<string, Noted> | undefined;
  let serial = 0;

  return (object, note) => {
    const kind = registry().kind("", "events");
    if (!kind) return;
    const time = now();
    noted ??= new Map(notedBefore(store.list(kind)));
    forget(kind, noted, time.getTime());

    const what = identify(object.kind, object.metadata?.uid, note);
    const stored = store.get(kind, noted.get(what)?.storeKey ?? "");
    const namespace = object.metadata?.namespace ?? "default";
    if (!stored && !isOpen(registry(), namespace)) return;
    serial = (serial + 1) % 1_000_000;
    const name = `${object.metadata?.name ?? ""}.${suffix(time, serial)}`;
    const event = stored
      ? { ...stored, count: Number(stored["count"] ?? 1) + 1, lastTimestamp: timestamp(time) }
      : eventAbout(object, note, { name, namespace }, timestamp(time));
    noted.delete(what);
    noted.set(what, { storeKey: objectKey(store.put(kind, event)), at: time.getTime() });
  };

  function forget(kind: Kind, all: Map<string, Noted>, time: number): void {
    for (const [what, { storeKey, at }] of all) {
      if (at + lifetime > time && all.size < mostEvents) return;
      all.delete(what);
      const stored = store.get(kind, storeKey);
      if (stored) store.remove(kind, stored);
    }
  }
}

/** What makes two events the same. */
function identify(kind: string | undefined, uid: string | undefined, note: EventNote): string {
  return JSON.stringify([kind, uid, note.type, note.reason, note.message, note.component]);
}

/** The Events of an earlier run, the oldest first. */
function notedBefore(events: readonly KubeObject[]): [string, Noted][] {
  const noted = events.map((event): [string, Noted] => {
    const read = (path: string) => fieldAt(event, path) ?? "";
    const [reason, message, component] = ["reason", "message", "source.component"].map(read) as [
      string,
      string,
      string,
    ];
    const type = read("type") === "Warning" ? "Warning" : "Normal";
    const what = identify(read("involvedObject.kind"), read("involvedObject.uid"), {
      type,
      reason,
      message,
      component,
    });
    return [what, { storeKey: objectKey(event), at: Date.parse(read("lastTimestamp")) || 0 }];
  });
  return noted.toSorted(([, a], [, b]) => a.at - b.at);
}

/** As client-go: the time in nanoseconds, in hexadecimal; a serial number stands for what lies below the millisecond. */
function suffix(time: Date, serial: number): string {
  return (BigInt(time.getTime()) * 1_000_000n + BigInt(serial)).toString(16);
}

/** As the API server for an Event of a namespace that is going away: it is let go. */
function isOpen(registry: Registry, name: string): boolean {
  const namespaces = registry.kind("", "namespaces");
  const namespace = namespaces && registry.get(namespaces, undefined, name);
  return namespace !== undefined && namespace.metadata?.deletionTimestamp === undefined;
}
