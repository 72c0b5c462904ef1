import type { Toleration } from "../../../model/kinds.ts";
import type { Cause } from "../../types.ts";
import { checkLabelValue, checkQualifiedName } from "../content.ts";
import { forbidden, invalid, invalidEach, notSupported } from "../field-error.ts";
import { sameValue } from "../immutable.ts";

const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** Every Pod bears a lost node for five minutes (the DefaultTolerationSeconds admission), unless it says otherwise. */
export function withDefaultTolerations(tolerations: readonly Toleration[] = []): Toleration[] {
  const missing = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"].filter(
    (key) => !tolerations.some((toleration) => toleratesLoss(toleration, key)),
  );
  return [
    ...tolerations,
    ...missing.map((key) => ({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 })),
  ];
}

const toleratesLoss = ({ key, effect }: Toleration, taint: string): boolean =>
  (!key || key === taint) && (!effect || effect === "NoExecute");

export const validateTolerations = (field: string, tolerations: readonly Toleration[] = []): Cause[] =>
  tolerations.flatMap((toleration, index) => validateToleration(`${field}[${index}]`, toleration));

function validateToleration(
  field: string,
  { key, operator, value = "", effect, tolerationSeconds }: Toleration,
): Cause[] {
  const everything = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
  return [
    ...(key ? invalidEach(`${field}.key`, key, checkQualifiedName(key)) : []),
    ...(!key && operator !== "Exists" ? [invalid(`${field}.operator`, operator ?? "", everything)] : []),
    ...(tolerationSeconds !== undefined && effect !== "NoExecute"
      ? [invalid(`${field}.effect`, effect ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set")]
      : []),
    ...validateOperator(`${field}.operator`, operator, value),
    ...(effect && !effects.includes(effect) ? [notSupported(`${field}.effect`, effect, effects)] : []),
  ];
}

function validateOperator(field: string, operator: string | undefined, value: string): Cause[] {
  if (operator === "Exists") {
    return value ? [invalid(field, value, "value must be empty when `operator` is 'Exists'")] : [];
  }
  if (operator && operator !== "Equal") return [notSupported(field, operator, ["Equal", "Exists"])];
  const messages = checkLabelValue(value);
  return messages.length > 0 ? [invalid(field, value, messages.join(";"))] : [];
}

/** An update may add tolerations, and change only the seconds of those that are there. */
export function validateAddedTolerations(
  field: string,
  now: readonly Toleration[],
  before: readonly Toleration[],
): Cause[] {
  const untimed = (toleration: Toleration): unknown => ({ ...toleration, tolerationSeconds: undefined });
  const kept = before.every((old) => now.some((toleration) => sameValue(untimed(toleration), untimed(old))));
  if (!kept) return [forbidden(field, "existing toleration can not be modified except its tolerationSeconds")];
  return validateTolerations(field, now);
}
