import { ageSince } from "../model/age.ts";
import type { Event, KubeObject } from "../model/snapshot.ts";
import { line, type Line } from "./tabbed.ts";

/** Whether an Event is about this object: kubectl asks for its kind, place and, where it has one, its UID. */
export function isAbout(event: Event, kind: string, { metadata }: Pick<KubeObject, "metadata">): boolean {
  const { involvedObject: about } = event;
  return (
    about?.kind === kind &&
    about.name === metadata?.name &&
    about.namespace === metadata?.namespace &&
    (about.uid === undefined || metadata?.uid === undefined || about.uid === metadata.uid)
  );
}

/** The last lines of a description: what happened, the latest last. */
export function eventLines(events: readonly Event[], now: Date): Line[] {
  if (events.length === 0) return [line("Events:", "<none>")];
  const inOrder = events.toSorted((a, b) => timeOf(a.lastTimestamp) - timeOf(b.lastTimestamp));
  return [
    line("Events:"),
    line("  Type", "Reason", "Age", "From", "Message"),
    line("  ----", "------", "----", "----", "-------"),
    ...inOrder.map((event) =>
      line(
        `  ${event.type ?? ""}`,
        event.reason ?? "",
        ageOf(event, now),
        sourceOf(event),
        (event.message ?? "").trim(),
      ),
    ),
  ];
}

const timeOf = (timestamp: string | null | undefined): number => (timestamp ? Date.parse(timestamp) : 0);

/** Since when; of a series since its last, how often and for how long. */
function ageOf({ eventTime, firstTimestamp, lastTimestamp, series, count = 0 }: Event, now: Date): string {
  const first = ageSince(eventTime ?? firstTimestamp, now);
  if (series) return `${ageSince(series.lastObservedTime, now)} (x${series.count ?? 0} over ${first})`;
  return count > 1 ? `${ageSince(lastTimestamp, now)} (x${count} over ${first})` : first;
}

const sourceOf = ({ source, reportingComponent }: Event): string => source?.component || (reportingComponent ?? "");
