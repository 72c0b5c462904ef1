import assert from "node:assert/strict";
import { once } from "node:events";
import { get as httpGet } from "node:http";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { test, type TestContext } from "node:test";

import { createNetwork } from "../../../src/sandbox/nodes/network.ts";
import { createPodLogs } from "../../../src/sandbox/nodes/pod-log.ts";
import { createPodServer } from "../../../src/sandbox/nodes/pod-server.ts";
import { apiClient } from "../../support/api-client.ts";
import { barePod, serviceFor, startTestCluster, template, type TestCluster } from "../../support/live-cluster.ts";

/** A port of this machine that nobody has now, for a node port. */
async function freeNodePort(): Promise<number> {
  for (;;) {
    const port = 30_000 + Math.floor(Math.random() * 2768);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, "close");
    return port;
  }
}

/** GETs below /api/v1/namespaces/default; the body is a text, or a Status. */
function apiOf(t: TestContext, cluster: TestCluster) {
  const client = apiClient(cluster);
  t.after(() => client.close());
  return async (path: string): Promise<{ status: number; body: string }> => {
    const { status, body } = await client.call({ path: `/api/v1/namespaces/default/${path}` });
    return { status, body: typeof body === "string" ? body : ((body as { message?: string }).message ?? "") };
  };
}

/** The Pod that answers a connection of its own; the error's code when none does. */
function ask(port: number): Promise<string> {
  return new Promise((resolve) => {
    const request = httpGet({ host: "127.0.0.1", port, path: "/", agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve(text.split(" ")[0] ?? ""));
    });
    request.on("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? ""));
  });
}

const askAll = async (port: number, times: number) => {
  const answers: string[] = [];
  for (let time = 0; time < times; time++) answers.push(await ask(port));
  return answers;
};

async function nodePortService({ objects }: TestCluster, spec: object = {}): Promise<number> {
  const nodePort = await freeNodePort();
  objects.services.create(serviceFor("web", { type: "NodePort", ports: [{ port: 80, nodePort }], ...spec }));
  return nodePort;
}

async function twoPods({ objects, whenIdle }: TestCluster): Promise<void> {
  for (const name of ["a", "b"]) objects.pods.create(barePod(name, { app: "web" }));
  await whenIdle();
}

test("a node port sends each connection to the next ready Pod", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true });
  const port = await nodePortService(cluster);
  await twoPods(cluster);
  await cluster.whenIdle();
  assert.deepEqual((await askAll(port, 4)).toSorted(), ["a", "a", "b", "b"]);
});

test("the answer names the Pod, its address, its port and its node", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true, nodes: 1 });
  const port = await nodePortService(cluster);
  cluster.objects.pods.create(barePod("a", { app: "web" }));
  await cluster.whenIdle();
  const response = await fetch(`http://127.0.0.1:${port}/some/path`);
  assert.equal(await response.text(), "a answers on 10.244.0.2:80, from node-1\n");
  assert.equal(response.headers.get("content-type"), "text/plain");
});

test("with ClientIP affinity a client stays with its Pod while that is there", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true });
  const port = await nodePortService(cluster, { sessionAffinity: "ClientIP" });
  await twoPods(cluster);
  const [first = "", ...others] = await askAll(port, 4);
  assert.ok(others.every((answer) => answer === first));
  cluster.objects.pods.delete(cluster.objects.pods.get(`default/${first}`)!);
  await cluster.whenIdle();
  const other = first === "a" ? "b" : "a";
  assert.deepEqual(await askAll(port, 2), [other, other]);
});

test("a connection is refused while nothing stands behind the Service, and while nothing is ready", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true });
  const { objects, whenIdle } = cluster;
  const port = await nodePortService(cluster);
  await whenIdle();
  assert.equal(await ask(port), "ECONNREFUSED");
  const broken = template("web", undefined, { readinessProbe: { exec: { command: ["false"] } } }).spec!;
  objects.pods.create(barePod("unready", { app: "web" }, broken));
  await whenIdle();
  assert.equal(await ask(port), "ECONNREFUSED");
  objects.pods.create(barePod("ready", { app: "web" }));
  await whenIdle();
  assert.equal(await ask(port), "ready");
});

test("with nothing ready left, endpoints on their way out are used while they serve", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true });
  const { objects, whenIdle } = cluster;
  const port = await nodePortService(cluster, { selector: undefined });
  objects.pods.create(barePod("last", {}));
  await whenIdle();
  const endpoint = (serving: boolean) => ({
    addresses: [objects.pods.get("default/last")?.status?.podIP ?? ""],
    conditions: { ready: false, serving, terminating: true },
  });
  const slice = objects.endpointSlices.create({
    metadata: { name: "by-hand", namespace: "default", labels: { "kubernetes.io/service-name": "web" } },
    addressType: "IPv4",
    endpoints: [endpoint(true)],
    ports: [{ name: "", port: 80, protocol: "TCP" }],
  });
  await whenIdle();
  assert.equal(await ask(port), "last");
  objects.endpointSlices.update({ ...slice, endpoints: [endpoint(false)] });
  await whenIdle();
  assert.equal(await ask(port), "ECONNREFUSED");
});

test("a connection to a target port that no container declares is reset", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true });
  const nodePort = await freeNodePort();
  const ports = [{ port: 80, targetPort: 8080, nodePort }];
  cluster.objects.services.create(serviceFor("web", { type: "NodePort", ports }));
  await twoPods(cluster);
  assert.equal(await ask(nodePort), "ECONNRESET");
});

test("a Pod that declares no port answers on whatever port a Service sends to", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true });
  const nodePort = await freeNodePort();
  const ports = [{ port: 80, targetPort: 8080, nodePort }];
  cluster.objects.services.create(serviceFor("web", { type: "NodePort", ports }));
  const containers = [{ name: "main", image: "nginx:1.15" }];
  cluster.objects.pods.create(barePod("plain", { app: "web" }, { containers }));
  await cluster.whenIdle();
  assert.equal(await ask(nodePort), "plain");
});

test("a node port follows its Service to another number, and closes with it", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true });
  const { objects, whenIdle } = cluster;
  const port = await nodePortService(cluster);
  await twoPods(cluster);
  const other = await freeNodePort();
  const made = objects.services.get("default/web")!;
  objects.services.update({ ...made, spec: { ...made.spec, ports: [{ port: 80, nodePort: other }] } });
  await whenIdle();
  assert.equal(await ask(port), "ECONNREFUSED");
  assert.match(await ask(other), /^[ab]$/);
  objects.services.delete(made);
  await whenIdle();
  assert.equal(await ask(other), "ECONNREFUSED");
});

test("a node port that another program has is told in an Event, and nothing else breaks", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true });
  const nodePort = await freeNodePort();
  const squatter = createServer().listen(nodePort, "127.0.0.1");
  t.after(() => squatter.close());
  await once(squatter, "listening");
  await twoPods(cluster);
  cluster.objects.services.create(serviceFor("web", { type: "NodePort", ports: [{ port: 80, nodePort }] }));
  const [event] = await cluster.until("the Event", () => {
    const found = cluster.events("web");
    return found.length > 0 && found;
  });
  assert.match(event ?? "", new RegExp(`^NodePortNotAvailable Cannot listen on 127.0.0.1:${nodePort}: .*EADDRINUSE`));
  assert.deepEqual(cluster.errors, []);
});

test("a load balancer's health checks are answered, with 503 while the Service has no endpoint", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true });
  const healthCheckNodePort = await freeNodePort();
  const spec = { type: "LoadBalancer", externalTrafficPolicy: "Local", healthCheckNodePort };
  cluster.objects.services.create(serviceFor("web", spec));
  await cluster.whenIdle();
  const check = async () => {
    const response = await fetch(`http://127.0.0.1:${healthCheckNodePort}/healthz`, {
      headers: { connection: "close" },
    });
    return [response.status, await response.json()];
  };
  const service = { namespace: "default", name: "web" };
  assert.deepEqual(await check(), [503, { service, localEndpoints: 0, serviceProxyHealthy: true }]);
  await twoPods(cluster);
  assert.deepEqual(await check(), [200, { service, localEndpoints: 2, serviceProxyHealthy: true }]);
});

test("a Pod that ends takes its connections along", async (t) => {
  const cluster = await startTestCluster(t, { nodePorts: true });
  const { objects, whenIdle } = cluster;
  const port = await nodePortService(cluster);
  objects.pods.create(barePod("a", { app: "web" }));
  await whenIdle();
  const socket: Socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
  await once(socket, "data");
  objects.pods.delete(objects.pods.get("default/a")!, { gracePeriodSeconds: 0 });
  await once(socket, "close");
});

test("an endpoint outside of the cluster is reached for real", async (t) => {
  const pods = createPodServer(createPodLogs(() => new Date()));
  const network = createNetwork(() => undefined, pods);
  const outside = createServer((client) => client.end("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\noutside"));
  const backend = { address: "127.0.0.1", port: await listen(outside), pod: undefined };
  const front = createServer((client) => network.connect(backend, client));
  const port = await listen(front);
  t.after(() => [outside, front].forEach((server) => server.close()));
  assert.equal(await ask(port), "outside");
});

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

test("the API's proxies reach Services and Pods by port number and by name", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.pods.create(barePod("a", { app: "web" }));
  objects.services.create(serviceFor("web", { ports: [{ name: "http", port: 8080, targetPort: "http" }] }));
  await whenIdle();
  const get = apiOf(t, cluster);
  for (const path of [
    "services/web:8080",
    "services/web:http",
    "services/http:web:http",
    "pods/a",
    "pods/a:80",
    "pods/a:http",
  ]) {
    const { status, body } = await get(`${path}/proxy/`);
    assert.deepEqual([status, body.split(" ")[0]], [200, "a"], path);
  }
});

test("the API's proxies say what is missing, in the API server's words", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.pods.create(barePod("a", { app: "other" }));
  objects.services.create(serviceFor("web"));
  await whenIdle();
  const get = apiOf(t, cluster);
  const messages: [string, number, string][] = [
    ["services/web:80", 503, 'no endpoints available for service "web"'],
    ["services/web:81", 503, 'no service port 81 found for service "web"'],
    ["services/ghost", 404, 'services "ghost" not found'],
    ["pods/ghost", 404, 'pods "ghost" not found'],
  ];
  for (const [path, status, body] of messages) assert.deepEqual(await get(`${path}/proxy/`), { status, body });
  const closed = await get("pods/a:81/proxy/");
  assert.equal(closed.status, 503);
  assert.match(closed.body, /error trying to reach service: dial tcp 10\.244\.[\d.]+:81: connect: connection refused/);
});

test("a Pod's log tells where it runs and what it answered", async (t) => {
  const cluster = await startTestCluster(t, { nodes: 1 });
  const { objects, whenIdle } = cluster;
  objects.pods.create(barePod("a", { app: "web" }));
  await whenIdle();
  const get = apiOf(t, cluster);
  await get("pods/a/proxy/some/path?x=1");
  const started = "main started on node-1, address 10.244.0.2, ports 80/TCP\n";
  const answered = "GET /some/path?x=1 on port 80: 200\n";
  const log = async (query: string) => (await get(`pods/a/log${query}`)).body;
  assert.equal(await log(""), started + answered);
  assert.equal(await log("?tailLines=1"), answered);
  assert.equal(await log("?limitBytes=4"), started.slice(0, 4));
  assert.match(await log("?timestamps=true&tailLines=1"), /^\d{4}-\d\d-\d\dT[\d:.]+Z GET /);
  assert.equal(await log("?previous=true"), "");
  const wrong = await get("pods/a/log?container=nope");
  assert.deepEqual(wrong, { status: 400, body: "container nope is not valid for pod a" });
});

/** A port that leads, as node ports do, to a program outside of the cluster. */
async function portTo(t: TestContext, program: Server): Promise<number> {
  const network = createNetwork(() => undefined, createPodServer(createPodLogs(() => new Date())));
  const backend = { address: "127.0.0.1", port: await listen(program), pod: undefined };
  const front = createServer({ allowHalfOpen: true }, (client) => network.connect(backend, client));
  t.after(() => [program, front].forEach((server) => server.close()));
  return listen(front);
}

test("a client that has said all reads the whole answer, however slowly it is given", async (t) => {
  const program = createServer({ allowHalfOpen: true }, (socket) => {
    socket.resume().once("end", () => setTimeout(() => socket.end(Buffer.alloc(300_000, "x")), 50));
  });
  const client = connect(await portTo(t, program), "127.0.0.1");
  client.end("all that there is to say");
  let size = 0;
  for await (const chunk of client) size += (chunk as Buffer).length;
  assert.equal(size, 300_000);
});

test("a backend that breaks off breaks its client's connection, and a client that breaks off its backend's", async (t) => {
  const backends: Socket[] = [];
  const program = createServer({ allowHalfOpen: true }, (socket) => {
    backends.push(socket.on("error", () => {}));
    socket.resume().write("hello");
  });
  const port = await portTo(t, program);
  const first = connect(port, "127.0.0.1");
  await once(first, "data");
  const broken = once(first, "error");
  backends[0]?.resetAndDestroy();
  assert.equal(((await broken.catch((error: unknown) => [error]))[0] as NodeJS.ErrnoException).code, "ECONNRESET");
  const second = connect(port, "127.0.0.1");
  await once(second, "data");
  const gone = new Promise((resolve) => backends[1]?.once("close", resolve));
  second.resetAndDestroy();
  await gone;
});
