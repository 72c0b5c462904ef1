import type { Io } from "../context.ts";
import { type Severity, severities } from "../model/severity.ts";
import { type CheckReport, countSeverities, type Place, type ToldFinding } from "./check-data.ts";
import { count } from "./check-lists.ts";
import { escapeText } from "./escape.ts";
import { wrapLine } from "./wrap.ts";

/** What the report for people needs to know of the terminal, and whether it tells of silenced findings, too. */
export interface ReportLook extends Pick<Io, "style" | "width"> {
  showSilenced: boolean;
}

/** The report for people: a paragraph for each finding, and a last line that sums up. */
export function printReport(report: CheckReport, look: ReportLook): string {
  const shown = [...report.findings, ...(look.showSilenced ? report.silenced : [])];
  const paragraphs = shown.map((finding) => paragraph(finding, report, look));
  return [...paragraphs, `${summaryOf(report)}\n`].join("\n");
}

function paragraph(finding: ToldFinding, { showNamespace }: CheckReport, { style, width }: ReportLook): string {
  const { code, severity, says, evidence, help, silenced, place } = finding;
  const tell = (text: string, first: string) => wrapLine(escapeText(text), first, width);
  const paint = { error: style.red, warning: style.yellow, info: style.cyan }[severity];
  const head = `${style.bold(code)}  ${paint(severity.padEnd("warning".length))}  ${style.bold(escapeText(nameOf(finding, showNamespace)))}`;
  return [
    `${head}${place ? `  ${style.dim(escapeText(placeText(place)))}` : ""}\n`,
    tell(says, "  "),
    ...evidence.map((line) => tell(line, "    - ")),
    silenced === undefined ? tell(help, "  To do: ") : tell(silenced || "no reason given", "  Silenced: "),
  ].join("");
}

const placeText = ({ file, line }: Place): string => (line === undefined ? file : `${file}:${line}`);

/** `web`, `shop/web`, `Ingress shop/front`: what a finding is about. */
export function nameOf({ subject: { kind, namespace, name } }: ToldFinding, showNamespace: boolean): string {
  const isElsewhere = kind === "ConfigMap";
  return `${kind === "Service" ? "" : `${kind} `}${showNamespace || isElsewhere ? `${namespace}/` : ""}${name}`;
}

const SEVERITY_WORDS: Record<Severity, [one: string, many: string]> = {
  error: ["error", "errors"],
  warning: ["warning", "warnings"],
  info: ["note", "notes"],
};

/** "3 Services checked: 1 error, 2 warnings. 1 finding is silenced." */
export function summaryOf({ findings, names, silenced }: CheckReport): string {
  const counts = countSeverities(findings);
  const told = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => count(counts[severity], ...SEVERITY_WORDS[severity]));
  const hidden = silenced.length;
  return [
    `${count(names.length, "Service")} checked: ${told.length > 0 ? told.join(", ") : "nothing found"}.`,
    ...(hidden > 0 ? [`${count(hidden, "finding")} ${hidden === 1 ? "is" : "are"} silenced.`] : []),
  ].join(" ");
}
