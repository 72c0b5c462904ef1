// A Service's life on an embedded cluster, step by step: every command is shown and run as a user would run it.
// Ends with a non-zero exit code as soon as a step does not do what it should.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve as absolute } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
// what npm run build made, or a standalone executable
const standalone = process.env.SVCCTL_STANDALONE;
const program = standalone ? [absolute(standalone)] : [process.execPath, join(root, "bin/svcctl.js")];
const state = mkdtempSync(join(tmpdir(), "svcctl-walk-through-"));
// a cluster of its own: neither the user's kubeconfig nor a sandbox that already runs is touched
const env = { ...process.env, XDG_STATE_HOME: state, KUBECONFIG: join(state, "svcctl", "kubeconfig") };

class StepFailed extends Error {}

/** Shows one svcctl command line and runs it, on the terminal that this is, or into the same pipe. */
function svcctl(line) {
  process.stdout.write(`\n$ svcctl ${line}\n`);
  const { status } = run(line, "inherit");
  if (status !== 0) throw new StepFailed(`svcctl ${line} ended with exit code ${status}`);
}

/** What a command line prints, unseen. */
function ask(line) {
  const { status, stdout, stderr } = run(line, "pipe");
  if (status !== 0) throw new StepFailed(`svcctl ${line} ended with exit code ${status}\n${stderr}`);
  return stdout;
}

const run = (line, output) =>
  spawnSync(program[0], [...program.slice(1), ...line.split(" ")], {
    cwd: root,
    env,
    encoding: "utf8",
    stdio: ["ignore", output, output],
  });

/** A sentence of explanation between the commands, in lines that fit the terminal. */
function say(sentence) {
  const width = (process.stdout.columns ?? 80) - 2;
  const lines = [""];
  for (const word of sentence.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  process.stdout.write(`\n${lines.map((line) => `# ${line}\n`).join("")}`);
}

function expect(condition, what) {
  if (!condition) throw new StepFailed(`expected ${what}`);
}

/** Asks svcctl again and again, unseen, until the answer satisfies `done`. */
async function until(line, done, what) {
  for (let tries = 0; tries < 100; tries++) {
    const answer = ask(line);
    if (done(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new StepFailed(`expected ${what}`);
}

const words = (line) => line.trim().split(/\s+/).filter(Boolean);
const readyAddresses =
  "get endpointslices -l kubernetes.io/service-name=nginx-deployment -o jsonpath={.items[*].endpoints[?(@.conditions.ready==true)].addresses[0]}";

/** A request on a connection of its own, as curl makes it. */
async function get(url) {
  process.stdout.write(`\n$ curl ${url}\n`);
  const [response] = await once(request(url, { agent: false }).end(), "response");
  const answer = await text(response);
  process.stdout.write(answer);
  expect(response.statusCode === 200, `an answer from ${url}, not ${response.statusCode}`);
  return answer;
}

async function walkThrough() {
  say("A cluster to try things on: it runs on this machine, with nothing to install.");
  svcctl("sandbox start --load-balancer");

  say("Three nginx Pods, kept by a Deployment. Their label app is what a Service will look for.");
  svcctl("create -f examples/nginx/deployment.yaml");
  await until(
    "get deployment nginx-deployment -o jsonpath={.status.readyReplicas}",
    (ready) => ready === "3",
    "three ready Pods",
  );
  svcctl("get pods -L app");

  say("One command makes a Service for them, and opens a port on every node.");
  svcctl("expose deployment nginx-deployment --type=NodePort --port=80");
  await until(readyAddresses, (found) => words(found).length === 3, "three endpoints");

  say("The same, from a manifest.");
  svcctl("create -f examples/nginx/service.yaml");
  svcctl("get svc");

  say("Which Pods stand behind it, port by port.");
  svcctl("endpoints nginx-deployment");
  svcctl("describe svc nginx-deployment");

  await reachIt();
  await replaceAPod();
  compareTypes();

  say("Clean up.");
  svcctl("delete svc nginx-deployment nginx-service web-internal web-node-port web-load-balancer");
  svcctl("delete deployment nginx-deployment");
  const left = words(ask("get svc -o name"));
  expect(left.join() === "service/kubernetes", `only the Service kubernetes to be left, not ${left.join(", ")}`);
  svcctl("sandbox stop");
}

async function reachIt() {
  say("Reach it through its node port: each connection goes to one of the Pods.");
  const nodePort = ask("get svc nginx-deployment -o jsonpath={.spec.ports[0].nodePort}");
  const answers = new Set();
  for (let call = 0; call < 3; call++) answers.add(podOf(await get(`http://127.0.0.1:${nodePort}/`)));
  expect(answers.size === 3, `three different Pods to answer, not ${[...answers].join(", ")}`);

  say(
    "Its cluster IP is for clients inside the cluster. From outside, the API server passes requests on to the Service.",
  );
  const path = "/api/v1/namespaces/default/services/nginx-deployment:80/proxy/";
  for (let call = 0; call < 2; call++) svcctl(`get --raw ${path}`);
  podOf(ask(`get --raw ${path}`));
}

/** The Pod that says it answered. */
function podOf(answer) {
  const pod = /nginx-deployment-[a-z0-9]+-[a-z0-9]+/.exec(answer)?.[0];
  expect(pod !== undefined, `the answering Pod's name in ${JSON.stringify(answer)}`);
  return pod;
}

async function replaceAPod() {
  say("Delete a Pod: the Deployment replaces it, and the Service follows to the new address.");
  const before = words(ask(readyAddresses));
  const [pod] = words(ask("get pods -l app=nginx -o jsonpath={.items[*].metadata.name}"));
  svcctl(`delete pod ${pod}`);
  await until(
    readyAddresses,
    (found) => words(found).length === 3 && words(found).some((ip) => !before.includes(ip)),
    "a new address",
  );
  svcctl("endpoints nginx-deployment");
  expect(!ask("endpoints nginx-deployment").includes(pod), `${pod} to be gone from the endpoints`);
}

function compareTypes() {
  say("The three common types side by side: a cluster IP; with a node port; with an address from a load balancer.");
  svcctl("expose deployment nginx-deployment --name=web-internal --port=80");
  svcctl("expose deployment nginx-deployment --name=web-node-port --port=80 --type=NodePort");
  svcctl("expose deployment nginx-deployment --name=web-load-balancer --port=80 --type=LoadBalancer");
  const line = "get svc web-internal web-node-port web-load-balancer -o wide";
  svcctl(line);
  const table = ask(line);
  for (const type of ["ClusterIP", "NodePort", "LoadBalancer"])
    expect(table.includes(type), `a Service of type ${type}`);
}

try {
  await walkThrough();
  process.stdout.write("\nThe walk-through is complete.\n");
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(
    `\nThe walk-through failed: ${error instanceof StepFailed ? error.message : (error.stack ?? error)}\n`,
  );
} finally {
  spawnSync(program[0], [...program.slice(1), "sandbox", "stop"], { env });
  rmSync(state, { recursive: true, force: true });
}
