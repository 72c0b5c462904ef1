import type { WatchEvent } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";

/**
 * The changes of those objects alone that `keeps` takes in, as a server tells them that selects itself: what comes to
 * fit is added, what fits no longer is deleted.
 */
export async function* keepEvents<T>(
  events: AsyncIterable<WatchEvent<T>>,
  keeps: ((object: KubeObject) => boolean) | undefined,
  known: readonly KubeObject[],
  objectOf: (value: T) => KubeObject | undefined,
): AsyncIterable<WatchEvent<T>> {
  const shown = new Set(known.map(keyOf));
  for await (const event of events) {
    const object = objectOf(event.object);
    if (!keeps || !object) {
      yield event;
      continue;
    }
    const key = keyOf(object);
    const wasShown = shown.delete(key);
    const isShown = event.type !== "DELETED" && keeps(object);
    if (isShown) shown.add(key);
    if (isShown || wasShown) yield { ...event, type: isShown ? (wasShown ? "MODIFIED" : "ADDED") : "DELETED" };
  }
}

const keyOf = ({ metadata }: KubeObject): string => `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
