import type { Severity } from "../model/severity.ts";
import type { CheckReport, ToldFinding } from "./check-data.ts";
import { nameOf, summaryOf } from "./check-table.ts";
import { escapeText } from "./escape.ts";

const COMMANDS: Record<Severity, string> = { error: "error", warning: "warning", info: "notice" };

/**
 * Workflow commands of GitHub Actions, which annotate a pull request, and a plain last line.
 * See https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
 */
export function githubText(report: CheckReport): string {
  return [...report.findings.map((finding) => commandOf(finding, report)), `${summaryOf(report)}\n`].join("");
}

function commandOf(finding: ToldFinding, { showNamespace }: CheckReport): string {
  const { code, title, severity, says, evidence, help, place } = finding;
  const properties = Object.entries({
    file: place?.file === "STDIN" ? undefined : place?.file,
    line: place?.line,
    title: `${code} ${title}`,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(escapeText(String(value)))}`]));
  const lines = [`${nameOf(finding, showNamespace)}: ${says}`, ...evidence.map((line) => `- ${line}`), help];
  const message = lines.map((line) => escapeData(escapeText(line))).join("%0A");
  return `::${COMMANDS[severity]} ${properties.join(",")}::${message}\n`;
}

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const escapeProperty = (text: string): string => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
