import type { CronJob } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { invalid, notNegative, oneOf, required } from "../field-error.ts";
import { defineRules, protectStatus } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { withTemplateDefaults } from "../pod/defaults.ts";
import { validateJobSpec, type JobSpec } from "./job.ts";

type Spec = Omit<Partial<NonNullable<CronJob["spec"]>>, "jobTemplate"> & { jobTemplate?: { spec?: JobSpec } };
type Draft = Omit<CronJob, "spec"> & { spec?: Spec };

/** Its Jobs' names are eleven characters longer, and those become labels. */
const longestName = 52;

export function createCronJobStrategy(): Strategy {
  return defineRules<Draft>({
    name: (name, isPrefix) => [
      ...subdomainName(name, isPrefix),
      ...(name.length > longestName ? [`must be no more than ${longestName} characters`] : []),
    ],
    generationParts: ["spec"],
    setDefaults,
    ...protectStatus<Draft>(() => ({})),
    validate: ({ spec = {} }) => validateSpec(spec),
  });
}

function setDefaults(job: Draft): void {
  const spec = (job.spec ??= {});
  spec.concurrencyPolicy ||= "Allow";
  spec.suspend ??= false;
  spec.successfulJobsHistoryLimit ??= 3;
  spec.failedJobsHistoryLimit ??= 1;
  const template = ((spec.jobTemplate ??= {}).spec ??= {});
  template.template = withTemplateDefaults(template.template);
}

const policies = ["Allow", "Forbid", "Replace"];

function validateSpec(spec: Spec): Cause[] {
  const fields = (spec.schedule ?? "").trim().split(/\s+/);
  const known = spec.schedule?.startsWith("@") || fields.length === 5;
  const detail = `expected exactly 5 fields, found ${fields.length}: [${fields.join(" ")}]`;
  return [
    ...(spec.schedule ? [] : [required("spec.schedule")]),
    ...(spec.schedule && !known ? [invalid("spec.schedule", spec.schedule, detail)] : []),
    ...notNegative("spec.startingDeadlineSeconds", spec.startingDeadlineSeconds),
    ...oneOf("spec.concurrencyPolicy", spec.concurrencyPolicy, policies),
    ...validateJobSpec("spec.jobTemplate.spec", spec.jobTemplate?.spec ?? {}),
    ...notNegative("spec.successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit),
    ...notNegative("spec.failedJobsHistoryLimit", spec.failedJobsHistoryLimit),
  ];
}
