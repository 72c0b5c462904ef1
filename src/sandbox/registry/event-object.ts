import { randomUUID } from "node:crypto";

import type { KubeObject } from "../../model/snapshot.ts";
import type { Registry } from "../types.ts";

/** What is noted about an object. */
export type EventNote = Parameters<Registry["record"]>[1];

/** The program whose part the component is: controllers live in kube-controller-manager. */
function managerOf(component: string): string {
  if (component.endsWith("-controller")) return "kube-controller-manager";
  return component === "default-scheduler" ? "kube-scheduler" : component;
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
export function eventAbout(
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
