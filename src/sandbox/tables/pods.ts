import { ageSince } from "../../model/age.ts";
import type { Pod } from "../../model/snapshot.ts";
import { ageColumn, column, nameColumn, NONE, wide } from "./column.ts";
import { summarizePod } from "./pod-summary.ts";

export const podColumns = [
  nameColumn,
  column<Pod>("Ready", "How many of the containers are ready.", (pod) => {
    const { ready, total } = summarizePod(pod);
    return `${ready}/${total}`;
  }),
  column<Pod>("Status", "The Pod's phase, or what keeps it from running.", (pod) => summarizePod(pod).status),
  column<Pod>("Restarts", "How often its containers were restarted, and when last.", restarts),
  ageColumn,
  column<Pod>("IP", "The Pod's address.", ({ status }) => status?.podIPs?.[0]?.ip || NONE, wide),
  column<Pod>("Node", "The node that it runs on.", ({ spec }) => spec?.nodeName || NONE, wide),
  column<Pod>(
    "Nominated Node",
    "The node on which room is being made for it.",
    ({ status }) => status?.nominatedNodeName || NONE,
    wide,
  ),
  column<Pod>("Readiness Gates", "How many of its readiness gates are passed.", readinessGates, wide),
];

function restarts(pod: Pod, now: Date): string {
  const { restarts: count, lastRestart } = summarizePod(pod);
  return count === 0 || lastRestart === undefined ? `${count}` : `${count} (${ageSince(lastRestart, now)} ago)`;
}

function readinessGates({ spec, status }: Pod): string {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const passed = gates.filter(
    ({ conditionType }) => status?.conditions?.find(({ type }) => type === conditionType)?.status === "True",
  );
  return `${passed.length}/${gates.length}`;
}
