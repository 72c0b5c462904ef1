import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts a sandbox with a state of its own; `stop` leaves nothing of it. */
export async function startSandbox() {
  const state = mkdtempSync(join(tmpdir(), "svcctl-bench-"));
  const child = spawn(process.execPath, ["bin/svcctl.js", "sandbox", "start", "--foreground"], {
    env: { ...process.env, XDG_STATE_HOME: state },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const stop = async () => {
    child.kill("SIGTERM");
    await once(child, "exit");
    rmSync(state, { recursive: true, force: true });
  };
  return { kubeconfig: join(state, "svcctl", "kubeconfig"), stop };
}
