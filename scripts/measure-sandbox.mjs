// Measures the built sandbox through its API: how soon it is ready, and how long and how much memory it takes for many
// Services and Pods. Usage: node scripts/measure-sandbox.mjs [SERVICES] [PODS-FOR-EACH]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { apiClient, deployment, inLanes, readyEndpoints, service } from "./api-client.mjs";

const [services = 1000, replicas = 3] = process.argv.slice(2).map(Number);
const program = join(dirname(fileURLToPath(import.meta.url)), "..", "bin", "svcctl.js");
const state = mkdtempSync(join(tmpdir(), "svcctl-measure-"));

const started = performance.now();
const since = (start) => `${((performance.now() - start) / 1000).toFixed(2)} s`;
const child = spawn(process.execPath, [program, "sandbox", "start", "--foreground"], {
  env: { ...process.env, XDG_STATE_HOME: state },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  await once(child.stdout, "data");
  report("ready", since(started));
  const call = apiClient(readFileSync(join(state, "svcctl", "kubeconfig"), "utf8"));
  report("memory when empty", memory());
  const begun = performance.now();
  await inLanes(services, async (index) => {
    await call("POST", "/apis/apps/v1/namespaces/default/deployments", deployment(`app-${index}`, replicas));
    await call("POST", "/api/v1/namespaces/default/services", service(`app-${index}`));
  });
  report(`${services} Deployments and Services accepted`, since(begun));
  const wanted = services * replicas;
  for (let ready = 0; ready < wanted;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    ready = await readyEndpoints(call);
    if (performance.now() - begun > 120_000) throw new Error(`only ${ready} of ${wanted} endpoints are ready`);
  }
  report(`${wanted} Pods running and in slices`, since(begun));
  report("memory then", memory());
} finally {
  child.kill("SIGTERM");
  await once(child, "exit");
  rmSync(state, { recursive: true, force: true });
}

function report(what, figure) {
  process.stdout.write(`${what.padEnd(45)} ${figure}\n`);
}

/** Resident memory of the sandbox, as the kernel counts it. */
function memory() {
  const [, now] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
  const [, most] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
  return `${Math.round(now / 1000)} MB (at most ${Math.round(most / 1000)} MB)`;
}
