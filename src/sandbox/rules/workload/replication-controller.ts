import type { ReplicationController } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { notNegative, required } from "../field-error.ts";
import { defineRules, protectStatus } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { withTemplateDefaults } from "../pod/defaults.ts";
import { validateMatch } from "../selector.ts";
import { validateReplicaStatus } from "./replica-status.ts";
import { validateEndlessTemplate } from "./template.ts";
import { warnAboutNamedPods } from "./warnings.ts";

type Spec = NonNullable<ReplicationController["spec"]>;

export function createReplicationControllerStrategy(): Strategy {
  return defineRules<ReplicationController>({
    name: subdomainName,
    generationParts: ["spec"],
    setDefaults,
    ...protectStatus<ReplicationController>(() => ({ replicas: 0 })),
    warnings: warnAboutNamedPods,
    validate: ({ spec = {} }) => validateSpec(spec),
    validateStatusUpdate: ({ status }) => validateReplicaStatus(status),
  });
}

/** The oldest of the workloads takes its selector and its labels from its template. */
function setDefaults(controller: ReplicationController): void {
  const spec = (controller.spec ??= {});
  spec.replicas ??= 1;
  if (!spec.template) return;
  spec.template = withTemplateDefaults(spec.template);
  const { labels } = spec.template.metadata ?? {};
  if (!labels) return;
  if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
  const metadata = (controller.metadata ??= {});
  if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
}

function validateSpec({ minReadySeconds, selector = {}, replicas, template }: Spec): Cause[] {
  const selects = Object.keys(selector).length > 0;
  return [
    ...notNegative("spec.minReadySeconds", minReadySeconds),
    ...(selects ? [] : [required("spec.selector")]),
    ...notNegative("spec.replicas", replicas),
    ...(template ? [] : [required("spec.template")]),
    ...(template && selects
      ? validateMatch("spec.template", { matchLabels: selector }, template.metadata?.labels)
      : []),
    ...(template ? validateEndlessTemplate(template, "ReplicationController") : []),
  ];
}
