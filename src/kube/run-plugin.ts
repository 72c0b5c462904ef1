import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

import type { ExecConfig } from "../kubeconfig/cluster-config.ts";
import { fileReason } from "../kubeconfig/file-reason.ts";
import { escapeText } from "../print/escape.ts";
import { credentialsError } from "./connection-error.ts";

interface PluginRun {
  env: Record<string, string | undefined>;
  /** Whether the plugin may read standard input. */
  interactive: boolean;
  signal: AbortSignal;
  note(text: string): void;
}

const MAX_OUTPUT = 4 * 1024 * 1024;

/** Runs a credential plugin, without a shell, and resolves with what it printed. Its stderr is shown, escaped. */
export async function runPlugin(exec: ExecConfig, { env, interactive, signal, note }: PluginRun): Promise<string> {
  const child = spawn(exec.command, [...exec.args], {
    env,
    signal,
    stdio: [interactive ? "inherit" : "ignore", "pipe", "pipe"],
  });
  const exited = new Promise<number | string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, killer) => resolve(code ?? killer ?? "unknown"));
  });
  try {
    const [stdout, , code] = await Promise.all([readAll(child.stdout), showLines(child.stderr, note), exited]);
    if (code === 0) return stdout;
    throw credentialsError(
      `exec: executable ${exec.command} failed with ${typeof code === "number" ? "exit code" : "signal"} ${code}`,
      installHint(exec),
    );
  } catch (thrown) {
    throw (thrown as NodeJS.ErrnoException).syscall?.startsWith("spawn") ? startError(thrown, exec) : thrown;
  }
}

function startError(thrown: unknown, exec: ExecConfig): Error {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code !== "ENOENT" || /[/\\]/.test(exec.command)) {
    return credentialsError(`exec: fork/exec ${exec.command}: ${fileReason(thrown)}`, installHint(exec));
  }
  return credentialsError(
    `exec: executable ${exec.command} not found`,
    installHint(exec) ?? "The kubeconfig names a credential plugin that is not installed.",
  );
}

const installHint = ({ installHint: hint }: ExecConfig): string | undefined => (hint === "" ? undefined : hint);

async function readAll(stream: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stream.setEncoding("utf8")) {
    text += chunk as string;
    if (text.length > MAX_OUTPUT) throw credentialsError("exec plugin printed too much");
  }
  return text;
}

/** A line that grows beyond this is shown in pieces. */
const LONGEST_LINE = 64 * 1024;

/** Hands on lines as they come; a question that waits for its answer on the same line is a line too. */
async function showLines(stream: Readable, note: (text: string) => void): Promise<void> {
  let rest = "";
  for await (const chunk of stream.setEncoding("utf8")) {
    const lines = (rest + (chunk as string)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) note(escapeText(line));
    if (rest.length > LONGEST_LINE || /[:?]$/.test(rest.trimEnd())) {
      note(escapeText(rest));
      rest = "";
    }
  }
  if (rest !== "") note(escapeText(rest));
}
