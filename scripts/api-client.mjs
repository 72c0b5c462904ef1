// A small client of the Kubernetes API for filling and looking at clusters that are measured.
import https from "node:https";

/** Requests that are under way at the same time. */
const LANES = 8;

/**
 * Calls to the cluster of a kubeconfig that holds its certificates and its key, one line each: (method, path, body) →
 * the answer's object. Rejects when the status is no success.
 */
export function apiClient(kubeconfig) {
  const field = (name) => new RegExp(`${name}: (\\S+)`).exec(kubeconfig)?.[1] ?? "";
  const data = (name) => Buffer.from(field(name), "base64");
  const agent = new https.Agent({
    keepAlive: true,
    ca: data("certificate-authority-data"),
    cert: data("client-certificate-data"),
    key: data("client-key-data"),
  });
  const send = (method, path, body) =>
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
      // the server has closed a connection while this process was measuring, and heard nothing of the request
      const isStale = ({ code }) => request.reusedSocket && ["ECONNRESET", "EPIPE"].includes(code);
      request.on("error", (error) => (isStale(error) ? resolve(send(method, path, body)) : reject(error)));
      request.end(body && JSON.stringify(body));
    });
  return send;
}

/** Runs `action` for 0 to count - 1, some at a time. */
export async function inLanes(count, action) {
  let next = 0;
  const lane = async () => {
    while (next < count) await action(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** A Deployment of Pods that carry app=NAME and have a port called http. */
export function deployment(name, replicas) {
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

/** A Service for the Pods that carry app=APP. */
export function service(name, app = name) {
  const ports = [{ name: "http", port: 80, targetPort: "http" }];
  return { apiVersion: "v1", kind: "Service", metadata: { name, labels: { app } }, spec: { selector: { app }, ports } };
}

/** How many endpoints are ready in a namespace, that of the API server aside. */
export async function readyEndpoints(call, namespace = "default") {
  const { items } = await call("GET", `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`);
  const all = items
    .filter(({ metadata }) => metadata.name !== "kubernetes")
    .flatMap(({ endpoints }) => endpoints ?? []);
  return all.filter(({ conditions }) => conditions.ready).length;
}
