import type { DaemonSet } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { invalid, notNegative, notSupported, required } from "../field-error.ts";
import { immutable, sameValue } from "../immutable.ts";
import { isNothing, refuseOver100Percent, validateIntOrPercent } from "../int-or-percent.ts";
import { defineRules, type Unchecked } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { withTemplateDefaults } from "../pod/defaults.ts";
import { isEmptySelector, validateMatch, validateSelector } from "../selector.ts";
import { validateEndlessTemplate } from "./template.ts";
import { warnAboutPods } from "./warnings.ts";

type Draft = Unchecked<DaemonSet>;
type Spec = NonNullable<Draft["spec"]>;

/** An annotation that the API server still keeps for old controllers: it counts the changes of the template. */
const templateGeneration = "deprecated.daemonset.template.generation";

const emptyStatus = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };

export function createDaemonSetStrategy(): Strategy {
  return defineRules<Draft>({
    name: subdomainName,
    generationParts: ["spec"],
    setDefaults,
    prepareForCreate(set) {
      set.status = { ...emptyStatus };
      writeTemplateGeneration(set, 1);
    },
    prepareForUpdate(set, previous) {
      set.status = structuredClone(previous.status);
      const before = Number(previous.metadata?.annotations?.[templateGeneration] ?? 0);
      writeTemplateGeneration(set, sameValue(set.spec?.template, previous.spec?.template) ? before : before + 1);
    },
    warnings: warnAboutPods,
    validate: ({ spec = {} }) => validateSpec(spec),
    validateUpdate: ({ spec = {} }, previous) => [
      ...validateSpec(spec),
      ...immutable("spec.selector", spec.selector, previous.spec?.selector),
    ],
  });
}

function writeTemplateGeneration(set: Draft, generation: number): void {
  const metadata = (set.metadata ??= {});
  metadata.annotations = { ...metadata.annotations, [templateGeneration]: String(generation) };
}

/** The generation stands in the annotation of every DaemonSet that the API server reads, and so belongs to its writer. */
function setDefaults(set: Draft): void {
  writeTemplateGeneration(set, Number(set.metadata?.annotations?.[templateGeneration] ?? 0) || 0);
  const spec = (set.spec ??= {});
  spec.template = withTemplateDefaults(spec.template);
  const strategy = (spec.updateStrategy ??= {});
  strategy.type ||= "RollingUpdate";
  if (strategy.type === "RollingUpdate") {
    strategy.rollingUpdate ??= {};
    strategy.rollingUpdate.maxUnavailable ??= 1;
    strategy.rollingUpdate.maxSurge ??= 0;
  }
  spec.revisionHistoryLimit ??= 10;
}

/** ValidateDaemonSetSpec of 1.36: its checks in its order. */
function validateSpec(spec: Spec): Cause[] {
  const { selector, template = {} } = spec;
  return [
    ...validateSelector("spec.selector", selector),
    ...validateMatch("spec.template", selector, template.metadata?.labels),
    ...(selector && isEmptySelector(selector)
      ? [invalid("spec.selector", selector, "empty selector is invalid for daemonset")]
      : []),
    ...validateEndlessTemplate(template, "DaemonSet"),
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...validateUpdateStrategy(spec),
    ...notNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
  ];
}

function validateUpdateStrategy({ updateStrategy = {} }: Spec): Cause[] {
  const { type, rollingUpdate = {} } = updateStrategy;
  if (type === "OnDelete") return [];
  if (type !== "RollingUpdate") {
    const shown = { Type: type, RollingUpdate: updateStrategy.rollingUpdate ?? null };
    return [notSupported("spec.updateStrategy", shown, ["RollingUpdate", "OnDelete"])];
  }
  const { maxUnavailable, maxSurge } = rollingUpdate;
  const field = "spec.updateStrategy.rollingUpdate";
  const [unavailable, surge] = [!isNothing(maxUnavailable), !isNothing(maxSurge)];
  return [
    ...validateIntOrPercent(`${field}.maxUnavailable`, maxUnavailable),
    ...validateIntOrPercent(`${field}.maxSurge`, maxSurge),
    ...refuseOver100Percent(`${field}.maxUnavailable`, maxUnavailable),
    ...refuseOver100Percent(`${field}.maxSurge`, maxSurge),
    ...(unavailable && surge
      ? [invalid(`${field}.maxSurge`, maxSurge, "may not be set when maxUnavailable is non-zero")]
      : []),
    ...(!unavailable && !surge ? [required(`${field}.maxUnavailable`, "cannot be 0 when maxSurge is 0")] : []),
  ];
}
