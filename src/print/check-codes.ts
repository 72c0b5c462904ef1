import type { Io } from "../context.ts";
import type { CodeWords } from "../model/code-words.ts";
import { type Code, CODES } from "../model/finding-codes.ts";
import { SILENCE } from "../model/findings.ts";
import { printGrid } from "./grid.ts";
import { wrapLine } from "./wrap.ts";

const SEEN_IN: Record<CodeWords["seenIn"], string> = {
  cluster: "a cluster",
  files: "files",
  either: "a cluster, files",
};

/** A table of codes. */
export function codeList(codes: readonly Code[], look: Pick<Io, "style">): string {
  const rows = codes.map((code) => {
    const { severity, title, seenIn } = CODES[code];
    return [code, severity, SEEN_IN[seenIn], title];
  });
  return printGrid(["code", "severity", "seen in", "what it finds"], rows, look);
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
    `An example that shows it (examples/${examples.folder}/shows.yaml):\n\n${indented(examples.shows)}\n`,
    `One that does not (healthy.yaml):\n\n${indented(examples.healthy)}\n`,
  ].join("\n");
}
