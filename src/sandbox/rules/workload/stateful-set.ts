import type { PodTemplate, StatefulSet } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { forbidden, invalid, invalidEach, notNegative, required } from "../field-error.ts";
import { sameValue } from "../immutable.ts";
import { defineRules, protectStatus, type Unchecked } from "../kind-rules.ts";
import { labelName, subdomainName } from "../names.ts";
import { withTemplateDefaults } from "../pod/defaults.ts";
import { isEmptySelector, validateMatch, validateSelector } from "../selector.ts";
import { validateEndlessTemplate } from "./template.ts";
import { warnAboutPods } from "./warnings.ts";

type Draft = Unchecked<StatefulSet>;
type Spec = NonNullable<Draft["spec"]>;

const changeable = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
] as const;

export function createStatefulSetStrategy(): Strategy {
  return defineRules<Draft>({
    name: subdomainName,
    generationParts: ["spec"],
    setDefaults,
    ...protectStatus<Draft>(() => ({ replicas: 0, availableReplicas: 0 })),
    warnings: warnAboutPods,
    validate: ({ spec = {} }) => [...validateServiceName(spec), ...validateSpec(spec)],
    validateUpdate: ({ spec = {} }, previous) => [
      ...validateSpec(spec),
      ...refuseOtherChanges(spec, previous.spec ?? {}),
    ],
  });
}

function setDefaults(set: Draft): void {
  const spec = (set.spec ??= {});
  spec.podManagementPolicy ||= "OrderedReady";
  const strategy = (spec.updateStrategy ??= {});
  strategy.type ||= "RollingUpdate";
  if (strategy.type === "RollingUpdate") {
    strategy.rollingUpdate ??= {};
    strategy.rollingUpdate.partition ??= 0;
  }
  const retention = (spec.persistentVolumeClaimRetentionPolicy ??= {});
  retention.whenDeleted ||= "Retain";
  retention.whenScaled ||= "Retain";
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.template = withTemplateDefaults(spec.template);
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion ??= "v1";
    claim.kind ??= "PersistentVolumeClaim";
    claim.spec ??= {};
    claim.spec.volumeMode ??= "Filesystem";
    claim.status = { phase: "Pending" };
  }
}

const validateServiceName = ({ serviceName }: Spec): Cause[] =>
  serviceName ? invalidEach("spec.serviceName", serviceName, labelName(serviceName)) : [];

/** ValidateStatefulSetSpec of 1.36: its checks in its order. */
function validateSpec(spec: Spec): Cause[] {
  const { selector, template = {}, podManagementPolicy: policy = "" } = spec;
  return [
    ...(["OrderedReady", "Parallel"].includes(policy)
      ? []
      : [invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'")]),
    ...validateUpdateStrategy(spec),
    ...validateRetention(spec),
    ...notNegative("spec.replicas", spec.replicas),
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...notNegative("spec.ordinals.start", spec.ordinals?.start),
    ...(selector ? validateSelector("spec.selector", selector) : [required("spec.selector")]),
    ...(selector && isEmptySelector(selector)
      ? [invalid("spec.selector", selector, "empty selector is invalid for statefulset")]
      : []),
    ...validateMatch("spec.template", selector, template.metadata?.labels),
    ...validateEndlessTemplate(withClaims(template, spec), "StatefulSet"),
  ];
}

/** A claim is a volume of each Pod, which its containers may mount. */
function withClaims(template: PodTemplate, { volumeClaimTemplates = [] }: Spec): PodTemplate {
  const { containers = [], volumes = [], ...rest } = template.spec ?? { containers: [] };
  const claims = volumeClaimTemplates
    .map(({ metadata }) => ({ name: metadata?.name ?? "" }))
    .filter(({ name }) => !volumes.some((volume) => volume.name === name));
  return { ...template, spec: { ...rest, containers, volumes: [...volumes, ...claims] } };
}

function validateUpdateStrategy({ updateStrategy = {} }: Spec): Cause[] {
  const { type, rollingUpdate } = updateStrategy;
  const field = "spec.updateStrategy";
  if (type === "RollingUpdate") {
    return notNegative(`${field}.rollingUpdate.partition`, rollingUpdate?.partition);
  }
  const shown = rollingUpdate && {
    Partition: rollingUpdate.partition ?? 0,
    MaxUnavailable: rollingUpdate.maxUnavailable ?? null,
  };
  if (type !== "OnDelete") {
    const whole = { Type: type, RollingUpdate: shown ?? null };
    return [invalid(field, whole, "must be 'RollingUpdate' or 'OnDelete'")];
  }
  return shown ? [invalid(`${field}.rollingUpdate`, shown, "only allowed for updateStrategy 'RollingUpdate'")] : [];
}

const validateRetention = ({ persistentVolumeClaimRetentionPolicy: policy = {} }: Spec): Cause[] =>
  (["whenDeleted", "whenScaled"] as const).flatMap((key) => {
    const field = `spec.persistentVolumeClaimRetentionPolicy.${key}`;
    const value = policy[key] ?? "";
    return ["Retain", "Delete"].includes(value) ? [] : [invalid(field, value, "must be 'Retain' or 'Delete'")];
  });

function refuseOtherChanges(spec: Spec, before: Spec): Cause[] {
  const same = { ...spec };
  for (const key of changeable) Object.assign(same, { [key]: before[key] });
  if (sameValue(same, before)) return [];
  const fields = changeable.map((key) => `'${key}'`);
  const listed = `${fields.slice(0, -1).join(", ")} and ${fields.at(-1)}`;
  return [forbidden("spec", `updates to statefulset spec for fields other than ${listed} are forbidden`)];
}
