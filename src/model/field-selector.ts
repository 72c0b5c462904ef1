import { SelectorError } from "./selector.ts";

export interface FieldRequirement {
  field: string;
  operator: "=" | "!=";
  value: string;
}

/** Requirements on fields that must all hold; none at all matches everything. */
export type FieldSelector = readonly FieldRequirement[];

/**
 * Reads a field selector: `metadata.name=a,status.phase!=Running`, with `\,`, `\=` and `\\` escaped in values.
 * Throws a SelectorError in the API server's words (apimachinery's fields.ParseSelector, 1.36).
 */
export function parseFieldSelector(text: string): FieldSelector {
  const terms = text.match(/(?:\\.|[^,\\]|\\$)+/gs) ?? [];
  return terms.toSorted().map((term) => {
    const parts = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
    if (!parts) throw new SelectorError(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field = "", operator, value = ""] = parts;
    return { field, operator: operator === "!=" ? "!=" : "=", value: unescapeValue(value) };
  });
}

function unescapeValue(value: string): string {
  return value.replace(/\\(.?)|[,=]/gsu, (found, escaped: string | undefined) => {
    // Go prints the offending rune as a number
    if (escaped === undefined)
      throw new SelectorError(`invalid field selector: unescaped character in value: ${found.codePointAt(0)}`);
    if (!["\\", ",", "="].includes(escaped))
      throw new SelectorError(`invalid field selector: invalid escape sequence: ${found}`);
    return escaped;
  });
}

/** Whether every requirement holds; `fields` are the values that the kind offers, absent ones count as "". */
export function matchesFieldSelector(
  selector: FieldSelector,
  fields: Readonly<Record<string, string | undefined>>,
): boolean {
  return selector.every(({ field, operator, value }) => ((fields[field] ?? "") === value) === (operator === "="));
}

/** The text form of a field selector, values escaped. */
export function printFieldSelector(selector: FieldSelector): string {
  return selector
    .map(({ field, operator, value }) => `${field}${operator}${value.replace(/[\\,=]/g, "\\$&")}`)
    .join(",");
}
