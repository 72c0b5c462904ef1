import type { LabelSelector } from "../../model/kinds.ts";
import type { Cause } from "../types.ts";
import { checkLabelValue, checkQualifiedName } from "./content.ts";
import { forbidden, invalid, invalidEach, required } from "./field-error.ts";
import { validateLabels } from "./metadata.ts";

type Requirement = NonNullable<LabelSelector["matchExpressions"]>[number];
type Labels = Record<string, string>;

/** ValidateLabelSelector of apimachinery. */
export const validateSelector = (field: string, selector: LabelSelector | undefined): Cause[] => [
  ...validateLabels(`${field}.matchLabels`, selector?.matchLabels),
  ...(selector?.matchExpressions ?? []).flatMap((expression, index) =>
    validateRequirement(`${field}.matchExpressions[${index}]`, expression),
  ),
];

const validateRequirement = (field: string, { key, operator, values = [] }: Requirement): Cause[] => [
  ...validateOperator(field, operator, values),
  ...invalidEach(`${field}.key`, key, checkQualifiedName(key)),
  ...values.flatMap((value, index) => invalidEach(`${field}.values[${index}]`, value, checkLabelValue(value))),
];

function validateOperator(field: string, operator: string, values: readonly string[]): Cause[] {
  switch (operator) {
    case "In":
    case "NotIn":
      return values.length > 0
        ? []
        : [required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case "Exists":
    case "DoesNotExist":
      return values.length === 0
        ? []
        : [forbidden(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return [invalid(`${field}.operator`, operator, "not a valid selector operator")];
  }
}

export const isEmptySelector = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).length + matchExpressions.length === 0;

/** A selector must match what its own template makes. An absent one matches nothing, an empty one everything. */
export function validateMatch(field: string, selector: LabelSelector | undefined, labels: Labels | undefined): Cause[] {
  if (selector && meets(selector, labels ?? {})) return [];
  const shown = labels && Object.fromEntries(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return [invalid(`${field}.metadata.labels`, shown, "`selector` does not match template `labels`")];
}

const meets = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every((expression) => meetsRequirement(expression, labels));

function meetsRequirement({ key, operator, values = [] }: Requirement, labels: Labels): boolean {
  const value = labels[key];
  const among = value !== undefined && values.includes(value);
  return (
    { In: among, NotIn: !among, Exists: value !== undefined, DoesNotExist: value === undefined }[operator] ?? false
  );
}
