import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Whether a process is a sandbox by its command line, which the system tells even when the process does not answer. */
export async function isSandboxProcess(pid: number): Promise<boolean> {
  return /\bsandbox start\b/.test(await commandLine(pid));
}

/** Words parted by spaces; "" when there is no such process, or no way to know. */
async function commandLine(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ");
  } catch {
    const listed = promisify(execFile)("ps", ["-o", "args=", "-p", String(pid)]);
    return listed.then(
      ({ stdout }) => stdout,
      () => "",
    );
  }
}
