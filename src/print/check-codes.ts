import type { Io } from "../context.ts";
import type { CodeWords } from "../model/code-words.ts";
import { type Code, CODES } from "../model/finding-codes.ts";
import { SILENCE } from "../model/findings.ts";
import { GAP, printGrid } from "./grid.ts";
import { textWidth } from "./width.ts";
import { wrapLine } from "./wrap.ts";

const SEEN_IN: Record<CodeWords["seenIn"], string> = {
  cluster: "a cluster",
  files: "files",
  either: "a cluster, files",
};

/** A table of codes; on a narrow terminal the last column is broken at spaces. */
export function codeList(codes: readonly Code[], look: Pick<Io, "style" | "width">): string {
  const rows = codes.map((code) => [code, CODES[code].severity, SEEN_IN[CODES[code].seenIn]]);
  const lines = printGrid(["code", "severity", "seen in"], rows, look).trimEnd().split("\n");
  const room = Math.max(...lines.map(textWidth));
  const titles = [look.style.bold("WHAT IT FINDS"), ...codes.map((code) => CODES[code].title)];
  return lines
    .map((line) => `${line}${" ".repeat(room - textWidth(line))}${GAP}`)
    .map((first, at) => wrapLine(titles[at] ?? "", first, look.width))
    .join("");
}

/** What `check --list -o json|yaml` prints: `{codes: [{code, severity, title, why, help, seenIn}]}`. */
export const codesData = (codes: readonly Code[]): unknown => ({
  codes: codes.map((code) => ({ code, ...CODES[code] })),
});

export interface CodeExamples {
  folder: string;
  /** Manifests in which the code is found, and in which it is not. */
  shows: string;
  healthy: string;
}

/** All that there is to say of a code. */
export function explanation(code: Code, examples: CodeExamples, { style, width }: Pick<Io, "style" | "width">): string {
  const { severity, title, why, help, seenIn } = CODES[code];
  const indented = (text: string) => text.replace(/^(?=.)/gm, "    ").trimEnd();
  return [
    `${style.bold(code)}  ${severity}: ${title}\n`,
    wrapLine(why, "", width),
    wrapLine(help, "To do: ", width),
    wrapLine(`${SEEN_IN[seenIn]}.`, "Seen in: ", width),
    `Silence it on one object with a reason:\n    svcctl annotate svc NAME ${SILENCE}${code}='why it is meant'\n`,
    `${wrapLine(`An example that shows it (examples/${examples.folder}/shows.yaml):`, "", width)}\n${indented(examples.shows)}\n`,
    `One that does not (healthy.yaml):\n\n${indented(examples.healthy)}\n`,
  ].join("\n");
}
