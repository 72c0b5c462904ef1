import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** One command of a transcript, and what a terminal showed after it. */
export interface Step {
  command: string;
  /** Standard output; lines of standard error behind "2> "; a last line "exit code N" when it was not 0. */
  shown: string[];
}

/** A Markdown file in pieces: text as it stands, and blocks of ```console with their steps. */
export type Piece = { text: string[] } | { steps: Step[] };

/** Splits Markdown at its ```console blocks. */
export function parseTranscript(markdown: string): Piece[] {
  const pieces: Piece[] = [{ text: [] }];
  for (const line of markdown.split("\n")) {
    const last = pieces.at(-1);
    if (last && "steps" in last && line !== "```") addLine(last.steps, line);
    else if (last && "text" in last && line !== "```console") last.text.push(line);
    else if (line === "```console") pieces.push({ steps: [] });
    else pieces.push({ text: [] });
  }
  return pieces;
}

function addLine(steps: Step[], line: string): void {
  if (line.startsWith("$ ")) steps.push({ command: line.slice(2), shown: [] });
  else steps.at(-1)?.shown.push(line);
}

/** The Markdown of which `parseTranscript` makes these pieces. */
export function printTranscript(pieces: readonly Piece[]): string {
  return pieces
    .flatMap((piece) =>
      "text" in piece
        ? piece.text
        : ["```console", ...piece.steps.flatMap(({ command, shown }) => [`$ ${command}`, ...shown]), "```"],
    )
    .join("\n");
}

/** Runs a command in a shell as a user would, and returns what a terminal would show. */
export async function runStep(command: string, options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<string[]> {
  const child = spawn("bash", ["-c", command], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const shown = [...lines(stdout), ...lines(stderr).map((line) => `2> ${line}`.trimEnd())];
  const home = options.env["HOME"] ?? "";
  return (status === 0 ? shown : [...shown, `exit code ${status}`]).map((line) =>
    settle(line.replaceAll(home, "$HOME")),
  );
}

const lines = (shown: string): string[] => (shown === "" ? [] : shown.replace(/\n$/, "").split("\n"));

/** Ages differ from run to run: all under a minute and a half read as 5s. */
const settle = (line: string): string => line.replace(/(?<![\w./])\d{1,2}s(?= |$|\))/g, "5s");
