import type { Job } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { notNegative, required } from "../field-error.ts";
import { immutable } from "../immutable.ts";
import { defineRules, protectStatus, type Unchecked } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { withTemplateDefaults } from "../pod/defaults.ts";
import { validateTemplate } from "../pod/spec.ts";
import { validateMatch, validateSelector } from "../selector.ts";
import { warnAboutNamedPods } from "../workload/warnings.ts";

type Draft = Unchecked<Job>;
export type JobSpec = NonNullable<Draft["spec"]>;

const { prepareForCreate, prepareForUpdate } = protectStatus<Draft>(() => ({}));

export function createJobStrategy(): Strategy {
  return defineRules<Draft>({
    name: subdomainName,
    generationParts: ["spec"],
    setDefaults,
    prepareForCreate(job) {
      prepareForCreate(job);
      selectOwnPods(job);
    },
    prepareForUpdate,
    warnings: warnAboutNamedPods,
    validate: ({ spec = {} }) => validateSpec("spec", spec),
    validateUpdate: ({ spec = {} }, { spec: before = {} }) => [
      ...validateSpec("spec", spec),
      ...immutable("spec.completions", spec.completions, before.completions),
      ...immutable("spec.selector", spec.selector, before.selector),
      ...(spec.suspend ? [] : immutable("spec.template", spec.template, before.template)),
      ...immutable("spec.completionMode", spec.completionMode, before.completionMode),
    ],
  });
}

function setDefaults(job: Draft): void {
  const spec = (job.spec ??= {});
  if (spec.parallelism === undefined) spec.completions ??= 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= 6;
  spec.completionMode ??= "NonIndexed";
  spec.suspend ??= false;
  spec.manualSelector ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? "Failed" : "TerminatingOrFailed";
  spec.template = withTemplateDefaults(spec.template);
  const { labels } = spec.template.metadata ?? {};
  const metadata = (job.metadata ??= {});
  if (labels && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
}

/** Unless the user selects by hand, a Job knows its Pods by its own uid. */
function selectOwnPods({ metadata = {}, spec }: Draft): void {
  if (!spec?.template || spec.manualSelector) return;
  const { uid = "", name = "" } = metadata;
  const template = (spec.template.metadata ??= {});
  template.labels = {
    ...template.labels,
    "batch.kubernetes.io/controller-uid": uid,
    "batch.kubernetes.io/job-name": name,
    "controller-uid": uid,
    "job-name": name,
  };
  spec.selector ??= { matchLabels: { "batch.kubernetes.io/controller-uid": uid } };
}

function validateSpec(field: string, spec: JobSpec): Cause[] {
  const { selector, template = {} } = spec;
  return [
    ...(selector ? validateSelector(`${field}.selector`, selector) : [required(`${field}.selector`)]),
    ...validateJobSpec(field, spec),
    ...(selector ? validateMatch(`${field}.template`, selector, template.metadata?.labels) : []),
  ];
}

const counts = [
  "parallelism",
  "completions",
  "activeDeadlineSeconds",
  "backoffLimit",
  "ttlSecondsAfterFinished",
] as const;

/** What a Job asks wherever its spec stands, a CronJob's template too. */
export function validateJobSpec(field: string, spec: JobSpec): Cause[] {
  const template = spec.template ?? {};
  const ends = ["OnFailure", "Never"].includes(template.spec?.restartPolicy ?? "");
  return [
    ...counts.flatMap((name) => notNegative(`${field}.${name}`, spec[name])),
    ...validateTemplate(`${field}.template`, template),
    ...(ends ? [] : [required(`${field}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"')]),
  ];
}
