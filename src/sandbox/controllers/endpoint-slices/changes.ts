import type { EndpointSlice, Service } from "../../../model/snapshot.ts";
import { equalJson } from "../../registry/core.ts";
import { controllerReference } from "../pods.ts";
import { type Endpoint, type EndpointPort, type PortGroup, portsKey, sliceLabels } from "./desired.ts";
import { place } from "./place.ts";

/** What is to be written so that slices say what they should. */
export interface Changes {
  create: EndpointSlice[];
  update: EndpointSlice[];
  remove: EndpointSlice[];
}

/**
 * What changes of a Service's slices. Slices that would go are used again for new ones; a Service without endpoints keeps
 * one empty slice.
 */
export function changesFor(
  service: Service,
  existing: readonly EndpointSlice[],
  groups: ReadonlyMap<string, PortGroup>,
): Changes {
  const own = existing.filter(({ metadata }) =>
    metadata?.ownerReferences?.some(({ uid }) => uid === service.metadata?.uid),
  );
  const labels = sliceLabels(service);
  const changes: Changes = { create: [], update: [], remove: existing.filter((slice) => !own.includes(slice)) };
  for (const [key, { ports, endpoints }] of groups) {
    const placed = place(
      own.filter((slice) => portsKey(slice.ports) === key),
      endpoints,
    );
    changes.create.push(...placed.create.map((some) => newSlice(service, labels, ports, some)));
    changes.update.push(...placed.update);
    changes.remove.push(...placed.remove);
  }
  changes.remove.push(...own.filter((slice) => !groups.has(portsKey(slice.ports))));
  const isEmpty = changes.create.length === 0 && own.every((slice) => changes.remove.includes(slice));
  if (isEmpty) changes.create.push(newSlice(service, labels, [], []));
  return relabel(reuse(changes, own), own, labels);
}

function newSlice(
  service: Service,
  labels: Record<string, string>,
  ports: EndpointPort[],
  endpoints: Endpoint[],
): EndpointSlice {
  const { name, namespace = "" } = service.metadata ?? {};
  return {
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels,
      ownerReferences: [controllerReference("v1", "Service", service)],
    },
    addressType: "IPv4",
    endpoints,
    ports,
  };
}

function reuse({ create, update, remove }: Changes, own: readonly EndpointSlice[]): Changes {
  const reusable = remove.filter((slice) => own.includes(slice)).slice(0, create.length);
  const reused = reusable.map((slice, index) => ({ ...create[index], metadata: slice.metadata }) as EndpointSlice);
  return {
    create: create.slice(reusable.length),
    update: [...update, ...reused],
    remove: remove.filter((slice) => !reusable.includes(slice)),
  };
}

/** Every slice that stays gets the Service's labels; one that ends up as it was is not written. */
function relabel(
  { create, update, remove }: Changes,
  own: readonly EndpointSlice[],
  labels: Record<string, string>,
): Changes {
  const touched = new Set([...update, ...remove].map(({ metadata }) => metadata?.name));
  const all = [...update, ...own.filter(({ metadata }) => !touched.has(metadata?.name))];
  const before = new Map(own.map((slice) => [slice.metadata?.name, slice]));
  const labelled = all.map((slice) => ({ ...slice, metadata: { ...slice.metadata, labels } }));
  return { create, remove, update: labelled.filter((slice) => !sameContent(slice, before.get(slice.metadata.name))) };
}

function sameContent(a: EndpointSlice, b: EndpointSlice | undefined): boolean {
  const list = <T>(items: T[] | null | undefined) => items ?? [];
  return (
    equalJson(a.metadata?.labels, b?.metadata?.labels) &&
    equalJson(list(a.endpoints), list(b?.endpoints)) &&
    equalJson(list(a.ports), list(b?.ports))
  );
}
