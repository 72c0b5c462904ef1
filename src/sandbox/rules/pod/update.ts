import type { Container } from "../../../model/kinds.ts";
import type { Pod } from "../../../model/snapshot.ts";
import type { Cause } from "../../types.ts";
import { forbidden, invalid, required } from "../field-error.ts";
import { sameValue } from "../immutable.ts";
import { validateImages } from "./containers.ts";
import { validateAddedTolerations } from "./tolerations.ts";
import type { PodSpec } from "./types.ts";

const changeable = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
].join(",");

/** What ValidatePodUpdate lets change in a Pod: nearly nothing. */
export function validatePodUpdate(pod: Pod, previous: Pod): Cause[] {
  const [spec, before]: PodSpec[] = [pod.spec ?? { containers: [] }, previous.spec ?? { containers: [] }];
  if (!spec || !before) return [];
  const counts = (["containers", "initContainers"] as const).flatMap((list) =>
    (spec[list] ?? []).length === (before[list] ?? []).length
      ? validateNewImages(`spec.${list}`, spec[list])
      : [forbidden(`spec.${list}`, "pod updates may not add or remove containers")],
  );
  if (counts.some(({ reason }) => reason === "FieldValueForbidden")) return counts;
  return [
    ...counts,
    ...validateDeadline(spec.activeDeadlineSeconds, before.activeDeadlineSeconds),
    ...validateAddedTolerations("spec.tolerations", spec.tolerations ?? [], before.tolerations ?? []),
    ...validateRemovedGates(spec, before),
    ...(sameValue(fixed(spec), fixed(before))
      ? []
      : [forbidden("spec", `pod updates may not change fields other than ${changeable}\n`)]),
  ];
}

const validateNewImages = (field: string, containers: readonly Container[] = []): Cause[] => [
  ...containers.flatMap(({ image }, index) => (image ? [] : [required(`${field}[${index}].image`)])),
  ...validateImages(field, containers),
];

function validateDeadline(now: number | undefined, before: number | undefined): Cause[] {
  const field = "spec.activeDeadlineSeconds";
  if (now === undefined) {
    return before === undefined ? [] : [invalid(field, now, "must not update from a positive integer to nil value")];
  }
  return before !== undefined && before < now
    ? [invalid(field, now, "must be less than or equal to previous value")]
    : [];
}

const validateRemovedGates = ({ schedulingGates = [] }: PodSpec, before: PodSpec): Cause[] =>
  schedulingGates.flatMap(({ name }, index) =>
    before.schedulingGates?.some((gate) => gate.name === name)
      ? []
      : [
          forbidden(
            `spec.schedulingGates[${index}].name`,
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  );

/** The spec without what may change. */
function fixed(spec: PodSpec): unknown {
  const withoutImage = (container: Container): unknown => ({ ...container, image: undefined });
  return {
    ...spec,
    activeDeadlineSeconds: undefined,
    tolerations: undefined,
    schedulingGates: undefined,
    containers: spec.containers?.map((container) => withoutImage(container)),
    initContainers: spec.initContainers?.map((container) => withoutImage(container)),
  };
}
