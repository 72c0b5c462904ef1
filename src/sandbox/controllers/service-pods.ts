import type { Pod, Service } from "../../model/snapshot.ts";
import type { ControllerContext } from "./context.ts";
import { keyOf } from "./observe.ts";
import { isFinished, isTerminating } from "./pods.ts";
import { createSelectorIndex, mapSelector } from "./selector-index.ts";
import type { Queue } from "./work-loop.ts";

/** A Service has endpoints of its own making when it selects Pods and is more than an alias. */
export function selectsPods({ spec }: Service): boolean {
  return spec?.type !== "ExternalName" && mapSelector(spec?.selector) !== undefined;
}

/** The Pods that a Service selects. */
export function podsOf({ pods }: ControllerContext, { metadata, spec }: Service): Pod[] {
  return pods.matching(metadata?.namespace ?? "", mapSelector(spec?.selector));
}

/** Queues Services when they change, and when a Pod changes that they select or did select. */
export function watchServices({ observer, objects }: ControllerContext, queue: Queue): void {
  const bySelector = createSelectorIndex<Service>(observer, objects.services.kind, ({ spec }) =>
    mapSelector(spec?.selector),
  );
  observer.on(objects.services.kind, ({ object }) => queue.add(keyOf(object)));
  observer.on(objects.pods.kind, ({ object, previous }) => {
    for (const { metadata } of previous ? [previous, object] : [object]) {
      const selecting = bySelector.matching(metadata?.namespace ?? "", metadata?.labels);
      for (const service of selecting) queue.add(keyOf(service));
    }
  });
}

/** Whether a Pod may stand among endpoints: it has an address and has not ended (util.ShouldPodBeInEndpoints). */
export function mayBeEndpoint(pod: Pod, includeTerminating: boolean): boolean {
  return !isFinished(pod) && addressesOf(pod).length > 0 && (includeTerminating || !isTerminating(pod));
}

/** A Pod's IPv4 addresses. */
export function addressesOf({ status }: Pod): string[] {
  return (status?.podIPs ?? []).flatMap(({ ip }) => (ip?.includes(".") ? [ip] : []));
}

/** The Pod's host name, where the Service is the one that gives it a DNS name of its own. */
export function hostnameFor({ spec, metadata }: Pod, service: Service): string | undefined {
  const isOwn = spec?.subdomain === service.metadata?.name && metadata?.namespace === service.metadata?.namespace;
  return isOwn && spec?.hostname ? spec.hostname : undefined;
}

export function referenceTo({ metadata }: Pod) {
  const { namespace = "", name = "", uid = "" } = metadata ?? {};
  return { kind: "Pod", namespace, name, uid };
}

export const HEADLESS_LABEL = "service.kubernetes.io/headless";

export function isHeadless({ spec }: Service): boolean {
  return spec?.clusterIP === "None" || !spec?.clusterIP;
}
