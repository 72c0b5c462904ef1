import { groupBy } from "../model/group-by.ts";
import { isAtLeast, type Severity } from "../model/severity.ts";
import type { CheckReport, ToldFinding } from "./check-data.ts";
import { escapeText } from "./escape.ts";

interface Case {
  suite: string;
  state: "passed" | "failure" | "skipped";
  xml: string;
}

/**
 * JUnit's XML, as CI servers read it: a suite for each namespace, a case for each finding, and one that passes for each
 * Service without any. What is milder than `failOn` passes, with its words as output; what is silenced is skipped.
 */
export function junitText({ findings, silenced, names }: CheckReport, failOn: Severity | "never"): string {
  const told = [...findings, ...silenced];
  const withFinding = new Set(told.map(({ subject }) => `${subject.kind}/${subject.namespace}/${subject.name}`));
  const healthy = names.filter(({ namespace, name }) => !withFinding.has(`Service/${namespace}/${name}`));
  const cases = [
    ...told.map((finding) => caseOf(finding, failOn)),
    ...healthy.map(({ namespace, name }): Case => {
      const className = `${namespace}.Service.${name}`;
      return {
        suite: namespace,
        state: "passed",
        xml: element("testcase", { name: "nothing found", classname: className }),
      };
    }),
  ];
  const suites = [...groupBy(cases, ({ suite }) => suite)].map(([name, own]) =>
    element("testsuite", { name, ...counts(own), errors: 0 }, own.map(({ xml }) => xml).join("")),
  );
  const whole = { name: "svcctl check", tests: cases.length, failures: counts(cases).failures };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", whole, suites.join(""))}`;
}

function caseOf(
  { code, title, severity, subject, says, evidence, help, silenced }: ToldFinding,
  failOn: Severity | "never",
): Case {
  const { kind, namespace, name } = subject;
  const attributes = { name: `${code} ${title}`, classname: `${namespace}.${kind}.${name}` };
  const details = [says, ...evidence.map((line) => `- ${line}`), `To do: ${help}`].map(xmlText).join("\n");
  const made = (state: Case["state"], inside: string) => ({
    suite: namespace,
    state,
    xml: element("testcase", attributes, inside),
  });
  if (silenced !== undefined) return made("skipped", element("skipped", { message: silenced }));
  if (failOn !== "never" && isAtLeast(severity, failOn))
    return made("failure", element("failure", { type: severity, message: says }, details));
  return made("passed", element("system-out", {}, details));
}

const counts = (cases: readonly Case[]) => ({
  tests: cases.length,
  failures: cases.filter(({ state }) => state === "failure").length,
  skipped: cases.filter(({ state }) => state === "skipped").length,
});

/** An element with its end and a newline; `inside` is XML already. */
function element(name: string, attributes: Readonly<Record<string, string | number>>, inside?: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(String(value))}"`);
  const start = `<${name}${written.join("")}`;
  if (inside === undefined) return `${start}/>\n`;
  return `${start}>${inside.startsWith("<") ? "\n" : ""}${inside}</${name}>\n`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text that XML 1.0 can hold: control characters are shown, and what no XML may hold is replaced. */
const xmlText = (text: string): string =>
  escapeText(text)
    .replaceAll(/[\ufffe\uffff]/g, "\ufffd")
    .replaceAll(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
