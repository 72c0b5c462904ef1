// Which functions of the standalone executable run, and in which order, so that Bun can lay them out in it like that.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/** What users wait for most often; what comes first counts most. */
const COMMANDS = ["get svc", "describe svc kubernetes", "endpoints", "get svc -o json", "check -A", "--help"];

/** Runs commands of an executable against a sandbox of its own, below `folder`. Gives back the files that Bun wrote. */
export function recordOrder(executable, folder) {
  const home = resolve(folder, "home");
  mkdirSync(home, { recursive: true });
  const { KUBECONFIG: _, ...env } = { ...process.env, HOME: home, USERPROFILE: home, XDG_STATE_HOME: home };
  const svcctl = (line, more = {}) => {
    const { status, stderr } = spawnSync(executable, line.split(" "), { env: { ...env, ...more }, encoding: "utf8" });
    if (status !== 0) throw new Error(`svcctl ${line} ended with ${status}: ${stderr}`);
  };
  svcctl("sandbox start");
  try {
    return COMMANDS.map((line, at) => {
      const file = join(resolve(folder), `order-${at}`);
      svcctl(line, { BUN_BYTECODE_ORDER_OUT: file });
      return file;
    });
  } finally {
    svcctl("sandbox stop");
    rmSync(home, { recursive: true });
  }
}
