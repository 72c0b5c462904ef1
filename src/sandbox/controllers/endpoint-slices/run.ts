import type { EndpointSlice } from "../../../model/snapshot.ts";
import type { ControllerContext } from "../context.ts";
import { createChangeTracker, withLastChange } from "../last-change.ts";
import { createIndex, keyOf } from "../observe.ts";
import { isTerminating } from "../pods.ts";
import { podsOf, selectsPods, watchServices } from "../service-pods.ts";
import { type Changes, changesFor } from "./changes.ts";
import { desiredGroups, MANAGED_BY_LABEL, MANAGER, SERVICE_LABEL, zoneOf } from "./desired.ts";

/** Keeps the EndpointSlices of Services that select Pods. */
export function runEndpointSlices(context: ControllerContext): void {
  const { observer, loop } = context;
  const { services, endpointSlices, nodes } = context.objects;
  const byService = createIndex<EndpointSlice>(observer, endpointSlices.kind, serviceKeys);
  const tracker = createChangeTracker();
  let isWriting = false;

  const queue = loop.queue((key) => {
    const service = services.get(key);
    if (!service) return tracker.forget(key);
    if (!selectsPods(service) || isTerminating(service)) return;
    const pods = podsOf(context, service);
    const time = tracker.lastChange(service, pods);
    const groups = desiredGroups(service, pods, nodes.get);
    isWriting = true;
    try {
      write(context, changesFor(service, byService.get(key), groups), time);
    } finally {
      isWriting = false;
    }
  });
  watchServices(context, queue);
  observer.on(endpointSlices.kind, ({ object, previous }) => {
    if (isWriting) return;
    for (const slice of previous ? [previous, object] : [object]) {
      for (const key of serviceKeys(slice as EndpointSlice)) queue.add(key);
    }
  });
  observer.on(nodes.kind, ({ type, object, previous }) => {
    if (type === "MODIFIED" && zoneOf(object) === zoneOf(previous)) return;
    for (const service of services.list()) queue.add(keyOf(service));
  });
}

/** The Service of a slice that this controller keeps. */
function serviceKeys({ metadata }: EndpointSlice): string[] {
  const { [MANAGED_BY_LABEL]: manager, [SERVICE_LABEL]: service } = metadata?.labels ?? {};
  return manager === MANAGER && service ? [`${metadata?.namespace}/${service}`] : [];
}

function write({ objects }: ControllerContext, { create, update, remove }: Changes, time: string | undefined): void {
  const { endpointSlices } = objects;
  for (const slice of create) endpointSlices.create(stored(slice, time));
  for (const slice of update) endpointSlices.update(stored(slice, time));
  for (const slice of remove) endpointSlices.delete(slice);
}

/** A slice as the API shows it once it has been stored: empty lists are null. */
function stored(slice: EndpointSlice, time: string | undefined): EndpointSlice {
  const { annotations: before, ...metadata } = slice.metadata ?? {};
  const annotations = withLastChange(before, time);
  const orNull = <T>(items: T[] | undefined) => (items && items.length > 0 ? items : null);
  return {
    ...slice,
    metadata: { ...metadata, ...(annotations && { annotations }) },
    endpoints: orNull(slice.endpoints),
    ports: orNull(slice.ports),
  } as EndpointSlice;
}
