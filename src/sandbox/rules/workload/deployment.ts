import type { Deployment } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { forbidden, invalid, notNegative, notSupported, required } from "../field-error.ts";
import { immutable } from "../immutable.ts";
import { isNothing, refuseOver100Percent, validateIntOrPercent } from "../int-or-percent.ts";
import { defineRules, protectStatus, type Unchecked } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { withTemplateDefaults } from "../pod/defaults.ts";
import { isEmptySelector, validateMatch, validateSelector } from "../selector.ts";
import { validateEndlessTemplate } from "./template.ts";
import { warnAboutNamedPods } from "./warnings.ts";

type Draft = Unchecked<Deployment>;
type Spec = NonNullable<Draft["spec"]>;

export function createDeploymentStrategy(): Strategy {
  return defineRules<Draft>({
    name: subdomainName,
    generationParts: ["spec", "metadata.annotations"],
    setDefaults,
    ...protectStatus<Draft>(() => ({})),
    warnings: warnAboutNamedPods,
    validate: ({ spec = {} }) => validateSpec(spec),
    validateUpdate: ({ spec = {} }, previous) => [
      ...validateSpec(spec),
      ...immutable("spec.selector", spec.selector, previous.spec?.selector),
    ],
  });
}

function setDefaults(deployment: Draft): void {
  const spec = (deployment.spec ??= {});
  spec.replicas ??= 1;
  spec.template = withTemplateDefaults(spec.template);
  const strategy = (spec.strategy ??= {});
  strategy.type ||= "RollingUpdate";
  if (strategy.type === "RollingUpdate") {
    strategy.rollingUpdate ??= {};
    strategy.rollingUpdate.maxUnavailable ??= "25%";
    strategy.rollingUpdate.maxSurge ??= "25%";
  }
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
}

/** ValidateDeploymentSpec of 1.36: its checks in its order. */
function validateSpec(spec: Spec): Cause[] {
  const { selector, template = {}, minReadySeconds = 0, progressDeadlineSeconds: deadline } = spec;
  return [
    ...notNegative("spec.replicas", spec.replicas),
    ...(selector ? validateSelector("spec.selector", selector) : [required("spec.selector")]),
    ...(selector && isEmptySelector(selector)
      ? [invalid("spec.selector", selector, "empty selector is invalid for deployment")]
      : []),
    ...validateMatch("spec.template", selector, template.metadata?.labels),
    ...validateEndlessTemplate(template, "ReplicaSet"),
    ...validateStrategy(spec),
    ...notNegative("spec.minReadySeconds", minReadySeconds),
    ...notNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
    ...notNegative("spec.progressDeadlineSeconds", deadline),
    ...(deadline !== undefined && deadline <= minReadySeconds
      ? [invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds")]
      : []),
  ];
}

function validateStrategy({ strategy = {} }: Spec): Cause[] {
  const { type, rollingUpdate } = strategy;
  const field = "spec.strategy.rollingUpdate";
  if (type === "Recreate") {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return rollingUpdate ? [forbidden(field, detail)] : [];
  }
  if (type !== "RollingUpdate") {
    const shown = { Type: type, RollingUpdate: rollingUpdate ?? null };
    return [notSupported("spec.strategy", shown, ["Recreate", "RollingUpdate"])];
  }
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {};
  const stuck = isNothing(maxUnavailable) && isNothing(maxSurge);
  return [
    ...validateIntOrPercent(`${field}.maxUnavailable`, maxUnavailable),
    ...validateIntOrPercent(`${field}.maxSurge`, maxSurge),
    ...(stuck ? [invalid(`${field}.maxUnavailable`, maxUnavailable, "may not be 0 when `maxSurge` is 0")] : []),
    ...refuseOver100Percent(`${field}.maxUnavailable`, maxUnavailable),
  ];
}
