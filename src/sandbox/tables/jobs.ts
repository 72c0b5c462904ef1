import { ageSince, humanDuration } from "../../model/age.ts";
import type { LabelSelector } from "../../model/selector.ts";
import type { KubeObject } from "../../model/snapshot.ts";
import {
  ageColumn,
  column,
  containerColumns,
  integer,
  nameColumn,
  NONE,
  type PodTemplate,
  selectorColumn,
} from "./column.ts";

interface JobSpec {
  completions?: number;
  parallelism?: number;
  selector?: LabelSelector;
  template?: PodTemplate;
}

interface Job {
  spec?: JobSpec;
  status?: {
    succeeded?: number;
    startTime?: string;
    completionTime?: string;
    conditions?: { type: string; status: string }[];
  };
}

interface CronJob {
  spec?: { schedule?: string; timeZone?: string; suspend?: boolean; jobTemplate?: { spec?: JobSpec } };
  status?: { active?: unknown[]; lastScheduleTime?: string };
}

export const jobColumns = [
  nameColumn,
  column<Job>("Status", "Whether it runs, or how it ended.", jobStatus),
  column<Job>("Completions", "How many of its Pods have succeeded, of how many.", completions),
  column<Job>("Duration", "How long it has run, or ran.", jobDuration),
  ageColumn,
  ...containerColumns<Job>(({ spec }) => spec?.template),
  selectorColumn<Job>(({ spec }) => spec?.selector, NONE),
];

export const cronJobColumns = [
  nameColumn,
  column<CronJob>("Schedule", "When it runs, as cron writes it.", ({ spec }) => spec?.schedule ?? ""),
  column<CronJob>("Timezone", "The time zone of the schedule.", ({ spec }) => spec?.timeZone ?? NONE),
  column<CronJob>("Suspend", "Whether further runs wait.", ({ spec }) => yesOrNo(spec?.suspend), { type: "boolean" }),
  column<CronJob>("Active", "How many of its Jobs run now.", ({ status }) => status?.active?.length ?? 0, integer),
  column<CronJob>("Last Schedule", "The time since it last ran.", ({ status }, now) =>
    status?.lastScheduleTime ? ageSince(status.lastScheduleTime, now) : NONE,
  ),
  ageColumn,
  ...containerColumns<CronJob>(({ spec }) => spec?.jobTemplate?.spec?.template),
  selectorColumn<CronJob>(({ spec }) => spec?.jobTemplate?.spec?.selector, NONE),
];

const DONE: readonly [condition: string, status: string][] = [
  ["Complete", "Complete"],
  ["Failed", "Failed"],
];
const UNDER_WAY: readonly [condition: string, status: string][] = [
  ["Suspended", "Suspended"],
  ["FailureTarget", "FailureTarget"],
  ["SuccessCriteriaMet", "SuccessCriteriaMet"],
];

function jobStatus({ metadata, status }: KubeObject & Job): string {
  const holds = ([condition]: readonly [string, string]) =>
    status?.conditions?.some((known) => known.type === condition && known.status === "True");
  const deleted: typeof DONE = metadata?.deletionTimestamp ? [["", "Terminating"]] : [];
  const [, word] = DONE.find(holds) ?? deleted[0] ?? UNDER_WAY.find(holds) ?? ["", "Running"];
  return word;
}

function completions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions != null) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration({ status }: Job, now: Date): string {
  if (!status?.startTime) return "";
  const end = status.completionTime ? Date.parse(status.completionTime) : now.getTime();
  return humanDuration(end - Date.parse(status.startTime));
}

function yesOrNo(value: boolean | undefined): string {
  if (value === undefined) return "<unset>";
  return value ? "True" : "False";
}
