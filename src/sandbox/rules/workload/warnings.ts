import type { PodTemplate } from "../../../model/kinds.ts";
import type { Metadata } from "../../../model/snapshot.ts";
import { sameValue } from "../immutable.ts";
import { warnAboutName, warnAboutTemplate } from "../pod/warnings.ts";

interface Workload {
  metadata?: Metadata;
  spec?: { template?: PodTemplate };
}

/** The template's warnings, on create and when the spec changes. */
export const warnAboutPods = ({ spec }: Workload, previous: Workload | undefined): string[] =>
  previous && sameValue(spec, previous.spec) ? [] : warnAboutTemplate("spec.template", spec?.template);

/** The same for a workload whose Pods' names are its own and random letters. */
export const warnAboutNamedPods = (workload: Workload, previous: Workload | undefined): string[] => [
  ...(previous ? [] : warnAboutName(workload.metadata?.name, "Pod names and hostnames")),
  ...warnAboutPods(workload, previous),
];
