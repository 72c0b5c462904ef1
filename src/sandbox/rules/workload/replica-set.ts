import type { ReplicaSet } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { invalid, notNegative, required } from "../field-error.ts";
import { immutable } from "../immutable.ts";
import { defineRules, protectStatus, type Unchecked } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { withTemplateDefaults } from "../pod/defaults.ts";
import { isEmptySelector, validateMatch, validateSelector } from "../selector.ts";
import { validateReplicaStatus } from "./replica-status.ts";
import { validateEndlessTemplate } from "./template.ts";
import { warnAboutNamedPods } from "./warnings.ts";

type Draft = Unchecked<ReplicaSet>;
type Spec = NonNullable<Draft["spec"]>;

export function createReplicaSetStrategy(): Strategy {
  return defineRules<Draft>({
    name: subdomainName,
    generationParts: ["spec"],
    setDefaults,
    ...protectStatus<Draft>(() => ({ replicas: 0 })),
    warnings: warnAboutNamedPods,
    validate: ({ spec = {} }) => validateSpec(spec),
    validateUpdate: ({ spec = {} }, previous) => [
      ...validateSpec(spec),
      ...immutable("spec.selector", spec.selector, previous.spec?.selector),
    ],
    validateStatusUpdate: ({ status }) => validateReplicaStatus(status),
  });
}

function setDefaults(set: Draft): void {
  const spec = (set.spec ??= {});
  spec.replicas ??= 1;
  spec.template = withTemplateDefaults(spec.template);
}

/** ValidateReplicaSetSpec; "deployment" is the API server's own word for an empty selector here. */
function validateSpec({ replicas, minReadySeconds, selector, template = {} }: Spec): Cause[] {
  return [
    ...notNegative("spec.replicas", replicas),
    ...notNegative("spec.minReadySeconds", minReadySeconds),
    ...(selector ? validateSelector("spec.selector", selector) : [required("spec.selector")]),
    ...(selector && isEmptySelector(selector)
      ? [invalid("spec.selector", selector, "empty selector is invalid for deployment")]
      : []),
    ...validateMatch("spec.template", selector, template.metadata?.labels),
    ...validateEndlessTemplate(template, "ReplicaSet"),
  ];
}
