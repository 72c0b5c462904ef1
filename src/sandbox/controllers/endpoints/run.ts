import type { Endpoints, Service } from "../../../model/snapshot.ts";
import { equalJson } from "../../registry/core.ts";
import type { ControllerContext } from "../context.ts";
import { createChangeTracker, withLastChange } from "../last-change.ts";
import { keyOf } from "../observe.ts";
import { HEADLESS_LABEL, isHeadless, podsOf, selectsPods, watchServices } from "../service-pods.ts";
import { type Subset, subsetsFor, truncate } from "./subsets.ts";

const MANAGED_BY = { "endpoints.kubernetes.io/managed-by": "endpoint-controller" };
const OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

/** Keeps the Endpoints of Services that select Pods, and removes those of Services that are gone. */
export function runEndpoints(context: ControllerContext): void {
  const { observer, loop } = context;
  const { services, endpoints } = context.objects;
  const tracker = createChangeTracker();

  const queue = loop.queue((key) => {
    const service = services.get(key);
    const stored = endpoints.get(key);
    if (!service) {
      tracker.forget(key);
      if (stored) endpoints.delete(stored);
      return;
    }
    if (!selectsPods(service)) return;
    const pods = podsOf(context, service);
    const time = tracker.lastChange(service, pods);
    const { subsets, isCut } = truncate(subsetsFor(service, pods));
    const labels = labelsFor(service);
    if (stored && equalJson(stored.metadata?.labels, labels) && equalJson(stored.subsets ?? [], subsets)) return;
    const { [OVER_CAPACITY]: _, ...before } = stored?.metadata?.annotations ?? {};
    const annotations = withLastChange({ ...before, ...(isCut && { [OVER_CAPACITY]: "truncated" }) }, time);
    const made = endpointsFor(service, stored, labels, annotations, subsets);
    if (stored) endpoints.update(made);
    else endpoints.create(made);
  });
  watchServices(context, queue);
  observer.on(endpoints.kind, ({ type, object }) => {
    if (type === "DELETED") queue.add(keyOf(object));
  });
}

function labelsFor(service: Service): Record<string, string> {
  const { [HEADLESS_LABEL]: _, ...labels } = service.metadata?.labels ?? {};
  return { ...labels, ...MANAGED_BY, ...(isHeadless(service) && { [HEADLESS_LABEL]: "" }) };
}

function endpointsFor(
  { metadata }: Service,
  stored: Endpoints | undefined,
  labels: Record<string, string>,
  annotations: Record<string, string> | undefined,
  subsets: Subset[],
): Endpoints {
  const { annotations: _, ...kept } = stored?.metadata ?? {};
  const { name = "", namespace = "" } = metadata ?? {};
  return {
    metadata: { ...kept, name, namespace, labels, ...(annotations && { annotations }) },
    ...(subsets.length > 0 && { subsets }),
  };
}
