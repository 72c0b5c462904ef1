import { ageSince } from "../model/age.ts";
import type { Event, KubeObject } from "../model/snapshot.ts";

/** The headers of `kubectl events`, behind NAMESPACE when every namespace is shown. */
export const EVENT_HEADERS = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"] as const;

/** An event as a line of `kubectl events`. `now` is when it is looked at. */
export function eventRow(object: KubeObject, now: Date): string[] {
  const event = asEvent(object);
  const { kind = "", name = "" } = event.involvedObject ?? {};
  return [lastSeen(event, now), event.type ?? "", event.reason ?? "", `${kind}/${name}`, (event.message ?? "").trim()];
}

/** When it was seen last and, of a series, how often and for how long: "5s (x3 over 2m)". */
function lastSeen({ eventTime, firstTimestamp, lastTimestamp, series, count = 0 }: Partial<Event>, now: Date): string {
  const first = ageSince(eventTime ?? firstTimestamp, now);
  if (series) return `${ageSince(series.lastObservedTime, now)} (x${series.count ?? 0} over ${first})`;
  return count > 1 ? `${ageSince(lastTimestamp, now)} (x${count} over ${first})` : first;
}

/** Orders events by when they were seen last, the oldest first. */
export function compareEvents(a: KubeObject, b: KubeObject): number {
  return timeOf(asEvent(a)) - timeOf(asEvent(b));
}

function timeOf({ series, lastTimestamp, eventTime }: Partial<Event>): number {
  return Date.parse((series ? series.lastObservedTime : (lastTimestamp ?? eventTime)) ?? "") || 0;
}

/** An Event as it comes from a server, which may leave out what the API calls required. */
const asEvent = (object: KubeObject): Partial<Event> => object as Partial<Event>;
