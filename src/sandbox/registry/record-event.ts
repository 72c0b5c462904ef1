import { randomUUID } from "node:crypto";

import type { KubeObject } from "../../model/snapshot.ts";
import type { Kind, Registry } from "../types.ts";
import { type Core, timestamp } from "./core.ts";

/** How long Events are kept, as by a kube-apiserver without --event-ttl. */
const lifetime = 60 * 60 * 1000;

/** How many Events are kept at most: thousands of Pods would otherwise leave more Events than anything else. */
const mostEvents = 2000;

type EventNote = Parameters<Registry["record"]>[1];

interface Noted {
  key: string;
  namespace: string;
  name: string;
  at: number;
}

/**
 * Makes the recorder of one cluster. The same event about the same object is counted, not repeated. The oldest are
 * forgotten when another is recorded: those of more than an hour ago, and those beyond the most that are kept.
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
    if (!isOpen(registry(), namespace)) return;
    const name = `${object.metadata?.name ?? ""}.${uniqueSuffix(time)}`;
    store.put(kind, eventAbout(object, note, { name, namespace }, timestamp(time)));
    noted.set(key, { key, namespace, name, at: time.getTime() });
  };

  function forget(kind: Kind, time: number): void {
    for (const { key, namespace, name, at } of noted.values()) {
      if (at + lifetime > time && noted.size < mostEvents) return;
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

/** As the API server for an Event of a namespace that is going away: it is let go. */
function isOpen(registry: Registry, name: string): boolean {
  const namespaces = registry.kind("", "namespaces");
  const namespace = namespaces && registry.get(namespaces, undefined, name);
  return namespace !== undefined && namespace.metadata?.deletionTimestamp === undefined;
}

/** The fields that a recorder writes, as its managedFields entry has them: one set for all Events. */
const ownedFields: Readonly<Record<string, unknown>> = {
  "f:count": {},
  "f:firstTimestamp": {},
  "f:involvedObject": {},
  "f:lastTimestamp": {},
  "f:message": {},
  "f:reason": {},
  "f:reportingComponent": {},
  "f:source": { "f:component": {} },
  "f:type": {},
};

/** An Event is right as it is made here, and there are many: it goes into the store without defaults and validation. */
function eventAbout(
  object: KubeObject,
  { reason, message, component, type }: EventNote,
  place: { name: string; namespace: string },
  time: string,
): KubeObject {
  const { name, namespace, uid, resourceVersion } = object.metadata ?? {};
  const entry = { manager: managerOf(component), operation: "Update", apiVersion: "v1", time };
  return {
    kind: "Event",
    apiVersion: "v1",
    metadata: {
      ...place,
      uid: randomUUID(),
      creationTimestamp: time,
      managedFields: [{ ...entry, fieldsType: "FieldsV1", fieldsV1: ownedFields }],
    },
    involvedObject: {
      kind: object.kind,
      ...(namespace !== undefined && { namespace }),
      name,
      uid,
      apiVersion: object.apiVersion,
      resourceVersion,
    },
    reason,
    message,
    source: { component },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: "",
  };
}
