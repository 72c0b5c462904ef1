import type { Pod, Service } from "../../model/snapshot.ts";
import { keyOf } from "./observe.ts";

export const LAST_CHANGE = "endpoints.kubernetes.io/last-change-trigger-time";

interface Seen {
  service: number;
  /** The last change of each Pod, by its key. */
  pods: Map<string, number>;
}

/**
 * When the change happened that a new state of endpoints comes from: the earliest time, of the Service's creation and of
 * its Pods' last changes of readiness, that was not there at the last look (TriggerTimeTracker).
 */
export interface ChangeTracker {
  /** RFC 3339; undefined when nothing is newer than at the last look. */
  lastChange(service: Service, pods: readonly Pod[]): string | undefined;
  forget(serviceKey: string): void;
}

export function createChangeTracker(): ChangeTracker {
  const seen = new Map<string, Seen>();
  return {
    lastChange(service, pods) {
      const before = seen.get(keyOf(service));
      const now = { service: timeOf(service.metadata?.creationTimestamp), pods: new Map(pods.map(podEntry)) };
      seen.set(keyOf(service), now);
      const times = [...now.pods].filter(([key, time]) => time > (before?.pods.get(key) ?? 0)).map(([, time]) => time);
      if (now.service > (before?.service ?? 0)) times.push(now.service);
      return times.length === 0 ? undefined : new Date(Math.min(...times)).toISOString().replace(/\.\d+Z$/, "Z");
    },
    forget: (key) => void seen.delete(key),
  };
}

const podEntry = (pod: Pod): [string, number] => {
  const ready = pod.status?.conditions?.find(({ type }) => type === "Ready");
  return [keyOf(pod), timeOf(ready?.lastTransitionTime ?? pod.metadata?.creationTimestamp)];
};

const timeOf = (time: string | undefined): number => (time === undefined ? 0 : Date.parse(time));

/** Annotations with the time of the last change, or without it when there is none; undefined when none are left. */
export function withLastChange(
  annotations: Record<string, string> = {},
  time: string | undefined,
): Record<string, string> | undefined {
  const { [LAST_CHANGE]: _, ...others } = annotations;
  const made = time === undefined ? others : { ...others, [LAST_CHANGE]: time };
  return Object.keys(made).length > 0 ? made : undefined;
}
