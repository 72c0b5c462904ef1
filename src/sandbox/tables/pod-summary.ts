import type { Pod } from "../../model/snapshot.ts";

type Spec = NonNullable<Pod["spec"]>;
type Container = Spec["containers"][number];
type ContainerStatus = NonNullable<NonNullable<Pod["status"]>["containerStatuses"]>[number];
type Terminated = NonNullable<NonNullable<ContainerStatus["state"]>["terminated"]>;

export interface PodSummary {
  ready: number;
  total: number;
  status: string;
  restarts: number;
  /** When a container last ended before a restart. */
  lastRestart: string | undefined;
}

/**
 * A Pod's READY, STATUS and RESTARTS as kubectl shows them (Kubernetes' pkg/printers): the containers' own words win
 * over the phase, those of init containers over these until the Pod is initialized, and deletion over all.
 */
export function summarizePod(pod: Pod): PodSummary {
  const sidecars = new Set((pod.spec?.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const total = (pod.spec?.containers ?? []).length + sidecars.size;
  const initial = summarizeInit(pod, sidecars);
  const initialized = initial.status === undefined || conditionStatus(pod, "Initialized") === "True";
  const main = initialized ? summarizeMain(pod, initial.status ?? phaseOf(pod)) : undefined;
  const restarted = main ? [...initial.sidecars, ...main.statuses] : initial.visited;
  return {
    ready: initial.ready + (main?.ready ?? 0),
    total,
    status: deletionStatus(pod) ?? main?.status ?? initial.status ?? "",
    restarts: restarted.reduce((sum, { restartCount }) => sum + restartCount, 0),
    lastRestart: latest(restarted.map(({ lastState }) => lastState?.terminated?.finishedAt)),
  };
}

/** An init container that keeps running beside the others. */
const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === "Always";

function phaseOf({ status }: Pod): string {
  const gated = status?.conditions?.some(({ type, reason }) => type === "PodScheduled" && reason === "SchedulingGated");
  return gated ? "SchedulingGated" : status?.reason || status?.phase || "";
}

interface InitSummary {
  /** What the first init container that is not done says; undefined when all are done. */
  status: string | undefined;
  ready: number;
  /** The statuses up to the one that speaks. */
  visited: ContainerStatus[];
  sidecars: ContainerStatus[];
}

function summarizeInit({ spec, status }: Pod, sidecars: ReadonlySet<string>): InitSummary {
  const count = spec?.initContainers?.length ?? 0;
  const summary: InitSummary = { status: undefined, ready: 0, visited: [], sidecars: [] };
  for (const [index, container] of (status?.initContainerStatuses ?? []).entries()) {
    const sidecar = sidecars.has(container.name);
    summary.visited.push(container);
    if (sidecar) summary.sidecars.push(container);
    if (container.state?.terminated?.exitCode === 0) continue;
    if (sidecar && container.started) {
      if (container.ready) summary.ready++;
      continue;
    }
    summary.status = `Init:${initWord(container, `${index}/${count}`)}`;
    break;
  }
  return summary;
}

function initWord({ state }: ContainerStatus, progress: string): string {
  if (state?.terminated) return terminatedWord(state.terminated);
  const reason = state?.waiting?.reason;
  return reason && reason !== "PodInitializing" ? reason : progress;
}

function summarizeMain(pod: Pod, before: string): { status: string; ready: number; statuses: ContainerStatus[] } {
  const statuses = pod.status?.containerStatuses ?? [];
  const words = statuses.flatMap(({ state }) => {
    if (state?.waiting?.reason) return [state.waiting.reason];
    return state?.terminated ? [terminatedWord(state.terminated)] : [];
  });
  const running = statuses.filter(({ ready, state }) => ready && state?.running && !state.waiting && !state.terminated);
  const status = words[0] ?? before;
  if (status !== "Completed" || running.length === 0) return { status, ready: running.length, statuses };
  const isReady = conditionStatus(pod, "Ready") === "True";
  return { status: isReady ? "Running" : "NotReady", ready: running.length, statuses };
}

function terminatedWord({ reason, signal, exitCode }: Terminated): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function deletionStatus({ metadata, status }: Pod): string | undefined {
  if (!metadata?.deletionTimestamp) return undefined;
  if (status?.reason === "NodeLost") return "Unknown";
  return status?.phase === "Succeeded" || status?.phase === "Failed" ? undefined : "Terminating";
}

function conditionStatus({ status }: Pod, wanted: string): string | undefined {
  return status?.conditions?.find(({ type }) => type === wanted)?.status;
}

function latest(times: readonly (string | undefined)[]): string | undefined {
  return times
    .filter((time) => time !== undefined)
    .toSorted((left, right) => Date.parse(left) - Date.parse(right))
    .at(-1);
}
