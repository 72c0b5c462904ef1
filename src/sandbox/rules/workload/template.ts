import type { PodTemplate } from "../../../model/kinds.ts";
import type { Cause } from "../../types.ts";
import { forbidden, notSupported } from "../field-error.ts";
import { validateTemplate } from "../pod/spec.ts";

const field = "spec.template";

/** What every workload asks of its Pods: that they are valid, that they are always started again, and no deadline. */
export function validateEndlessTemplate(template: PodTemplate, kind: string): Cause[] {
  const { restartPolicy = "", activeDeadlineSeconds } = template.spec ?? {};
  return [
    ...validateTemplate(field, template),
    ...(restartPolicy === "Always" ? [] : [notSupported(`${field}.spec.restartPolicy`, restartPolicy, ["Always"])]),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [forbidden(`${field}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`)]),
  ];
}
