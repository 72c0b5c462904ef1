// Measures the built sandbox through its API: how soon it is ready, and how long and how much memory it takes for many
// Services and Pods. Usage: node scripts/measure-sandbox.mjs [SERVICES] [PODS-FOR-EACH]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import https from "node:https";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [services = 1000, replicas = 3] = process.argv.slice(2).map(Number);
const program = join(dirname(fileURLToPath(import.meta.url)), "..", "bin", "svcctl.js");
const state = mkdtempSync(join(tmpdir(), "svcctl-measure-"));
/** Requests that are under way at the same time. */
const LANES = 8;

const started = performance.now();
const since = (start) => `${((performance.now() - start) / 1000).toFixed(2)} s`;
const child = spawn(process.execPath, [program, "sandbox", "start", "--foreground"], {
  env: { ...process.env, XDG_STATE_HOME: state },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  await once(child.stdout, "data");
  report("ready", since(started));
  const call = client(readFileSync(join(state, "svcctl", "kubeconfig"), "utf8"));
  report("memory when empty", memory());
  const begun = performance.now();
  await inLanes(services, async (index) => {
    await call("POST", "/apis/apps/v1/namespaces/default/deployments", deployment(`app-${index}`));
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

async function inLanes(count, action) {
  let next = 0;
  const lane = async () => {
    while (next < count) await action(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function readyEndpoints(call) {
  const { items } = await call("GET", "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices");
  const all = items
    .filter(({ metadata }) => metadata.name !== "kubernetes")
    .flatMap(({ endpoints }) => endpoints ?? []);
  return all.filter(({ conditions }) => conditions.ready).length;
}

function client(kubeconfig) {
  const field = (name) => new RegExp(`${name}: (\\S+)`).exec(kubeconfig)?.[1] ?? "";
  const data = (name) => Buffer.from(field(name), "base64");
  const agent = new https.Agent({
    keepAlive: true,
    ca: data("certificate-authority-data"),
    cert: data("client-certificate-data"),
    key: data("client-key-data"),
  });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json" };
      const request = https.request(new URL(path, field("server")), { method, agent, headers }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode < 300) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path}: ${text}`));
        });
      });
      request.on("error", reject);
      request.end(body && JSON.stringify(body));
    });
}

function deployment(name) {
  const labels = { app: name };
  const container = { name: "web", image: "nginx:1.15", ports: [{ name: "http", containerPort: 80 }] };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

function service(name) {
  const ports = [{ name: "http", port: 80, targetPort: "http" }];
  return { apiVersion: "v1", kind: "Service", metadata: { name }, spec: { selector: { app: name }, ports } };
}
