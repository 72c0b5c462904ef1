import { ageSince } from "../../model/age.ts";
import { column, wide } from "./column.ts";

interface Reference {
  kind?: string;
  name?: string;
  fieldPath?: string;
}

/** An Event of the core group; events.k8s.io names some fields otherwise. */
interface Event {
  involvedObject?: Reference;
  regarding?: Reference;
  message?: string;
  note?: string;
  source?: { component?: string; host?: string };
  deprecatedSource?: { component?: string; host?: string };
  firstTimestamp?: string | null;
  deprecatedFirstTimestamp?: string | null;
  lastTimestamp?: string | null;
  deprecatedLastTimestamp?: string | null;
  eventTime?: string | null;
  count?: number;
  deprecatedCount?: number;
  series?: { count?: number; lastObservedTime?: string };
  type?: string;
  reason?: string;
  reportingComponent?: string;
  reportingController?: string;
  reportingInstance?: string;
}

export const eventColumns = [
  column<Event>("Last Seen", "The time since it last occurred.", lastSeen),
  column<Event>("Type", "Normal or Warning.", ({ type }) => type ?? ""),
  column<Event>("Reason", "Why it occurred, in one word.", ({ reason }) => reason ?? ""),
  column<Event>("Object", "The object that it is about.", objectOf),
  column<Event>("Subobject", "The part of the object.", (event) => regarding(event).fieldPath ?? "", wide),
  column<Event>("Source", "The component that reported it, and where it runs.", sourceOf, wide),
  column<Event>("Message", "What occurred.", ({ message, note }) => (message ?? note ?? "").trim()),
  column<Event>("First Seen", "The time since it first occurred.", firstSeen, wide),
  column<Event>("Count", "How often it occurred.", countOf, wide),
  column<Event>("Name", "The Event's name.", ({ metadata }) => metadata?.name ?? "", { ...wide, format: "name" }),
];

const regarding = (event: Event): Reference => event.involvedObject ?? event.regarding ?? {};

function objectOf(event: Event): string {
  const { kind = "", name } = regarding(event);
  return name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase();
}

function sourceOf(event: Event): string {
  const { component, host } = event.source ?? event.deprecatedSource ?? {};
  const reporter = component || event.reportingComponent || event.reportingController || "";
  const instance = host || event.reportingInstance || "";
  return instance === "" ? reporter : `${reporter}, ${instance}`;
}

function firstSeen(event: Event, now: Date): string {
  return ageSince(event.firstTimestamp || event.deprecatedFirstTimestamp || event.eventTime, now);
}

function lastSeen(event: Event, now: Date): string {
  if (event.series) return ageSince(event.series.lastObservedTime, now);
  const last = event.lastTimestamp || event.deprecatedLastTimestamp;
  return last ? ageSince(last, now) : firstSeen(event, now);
}

function countOf({ series, count, deprecatedCount }: Event): number {
  return series ? (series.count ?? 0) : count || deprecatedCount || 1;
}
