import type { Cause } from "../../types.ts";
import { forbidden, notSupported } from "../field-error.ts";
import { validateTemplate } from "../pod/spec.ts";
import type { PodTemplate } from "../pod/types.ts";

const field = "spec.template";

/** What every workload asks of its Pods: that they are valid, and that they go on for ever. */
export const validateEndlessTemplate = (template: PodTemplate, kind: string): Cause[] => [
  ...validateTemplate(field, template),
  ...validateEndless(template, kind),
];

/** Such Pods are always started again, and have no deadline. */
export function validateEndless({ spec }: PodTemplate, kind: string): Cause[] {
  const policy = spec?.restartPolicy ?? "";
  return [
    ...(policy === "Always" ? [] : [notSupported(`${field}.spec.restartPolicy`, policy, ["Always"])]),
    ...(spec?.activeDeadlineSeconds === undefined
      ? []
      : [forbidden(`${field}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`)]),
  ];
}
