import { readFileSync } from "node:fs";
import { Readable } from "node:stream";

import type { Cluster } from "../../src/kube/client.ts";
import { LiveCluster } from "../../src/kube/live-cluster.ts";
import { WatchEnds } from "../../src/kube/watch-end.ts";
import { refusal } from "../../src/kube/refusal.ts";
import { ResourceFinder } from "../../src/kube/resource-finder.ts";
import type { Request, Transport } from "../../src/kube/transport.ts";
import { builtInResources } from "../../src/kube/resources.ts";
import type { KubeObject, Pod } from "../../src/model/snapshot.ts";
import { escapeText } from "../../src/print/escape.ts";
import { recordedDiscovery } from "../support/canned-api.ts";

const read = (path: string) => JSON.parse(readFileSync(`test/recordings/${path}`, "utf8"));

const DESCRIBED = new Set([
  "Service web",
  "Service lb",
  "EndpointSlice web-a",
  "Event e1",
  "Event e4",
  "Endpoints web",
  "EndpointSlice rich",
]);

/** A Pod that the Service web selects, without the fields that nobody looks at. */
function podOf({ metadata, spec, status }: Pod): object {
  const { containers, nodeName } = spec ?? {};
  const kept = { containers: containers?.map(({ name, ports, readinessProbe }) => ({ name, ports, readinessProbe })) };
  const labels = { ...metadata?.labels, app: "web" };
  return { apiVersion: "v1", kind: "Pod", metadata: { ...metadata, labels }, spec: { ...kept, nodeName }, status };
}

/** Few objects of every kind: a change hits one that matters, and thousands of runs stay cheap. */
const OBJECTS: readonly KubeObject[] = [
  ...read("describe.json").objects.filter(
    ({ kind, metadata: { name } }: { kind: string; metadata: { name: string } }) => DESCRIBED.has(`${kind} ${name}`),
  ),
  ...read("objects.json").filter(({ kind }: KubeObject) => kind !== "Pod" && kind !== "Node"),
  podOf(read("dataplane/pods.json").items[0]),
  { apiVersion: "v1", kind: "Node", ...read("dataplane/nodes.json").items[0] },
].map(({ metadata, ...object }) => ({
  ...object,
  metadata: {
    ...metadata,
    managedFields: undefined,
    ...(metadata.namespace !== undefined && { namespace: "default" }),
  },
}));

const TABLES: readonly { plural: string; columns: unknown; rows: unknown[] }[] = read("tables.json");

const REVIEWS: Record<string, unknown> = {
  selfsubjectaccessreviews: { allowed: false, reason: "no", evaluationError: "none" },
  selfsubjectrulesreviews: {
    resourceRules: [{ verbs: ["get"], apiGroups: [""], resources: ["services"], resourceNames: ["web"] }],
    nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/healthz"] }],
    incomplete: true,
    evaluationError: "none",
  },
  selfsubjectreviews: { userInfo: { username: "joe", uid: "1", groups: ["dev"], extra: { scopes: ["a"] } } },
};

const answers = new Map<string, string | undefined>();

/** What an honest API server would answer, as far as the commands ask: JSON; undefined for what is not found. */
export function honestAnswer({
  method,
  path,
  accept = "",
}: Pick<Request, "method" | "path" | "accept">): string | undefined {
  const key = `${method} ${path} ${accept}`;
  if (!answers.has(key)) answers.set(key, JSON.stringify(honestData({ method, path, accept })));
  return answers.get(key);
}

function honestData({ method, path, accept = "" }: Pick<Request, "method" | "path" | "accept">): unknown {
  const url = new URL(path, "http://server");
  if (url.pathname === "/version") return { major: "1", minor: "36", gitVersion: "v1.36.2", platform: "linux/amd64" };
  const segments = url.pathname.split("/");
  const at = segments.findLastIndex((segment) => builtInResources.some(({ plural }) => plural === segment));
  const review = REVIEWS[segments.at(-1) ?? ""];
  if (review) return { apiVersion: "v1", kind: "SelfSubjectReview", metadata: {}, status: review };
  if (at < 0) return shortDiscovery(url.pathname, accept.includes("APIGroupDiscoveryList"));
  const [plural, name] = [segments[at] ?? "", segments[at + 1]];
  return answerFor(plural, method === "POST" ? "any" : name, accept.includes("as=Table"));
}

/** The first groups, versions and resources of recorded discovery. */
function shortDiscovery(path: string, aggregated: boolean): unknown {
  const text = JSON.stringify(recordedDiscovery(path, aggregated));
  if (text === undefined) return undefined;
  return JSON.parse(text, (key, value: unknown) => (LISTED.has(key) ? (value as unknown[]).slice(0, 3) : value));
}

const LISTED = new Set(["items", "groups", "resources"]);

function answerFor(plural: string, name: string | undefined, asTable: boolean): unknown {
  const kind = builtInResources.find((resource) => resource.plural === plural)?.kind;
  const objects = OBJECTS.filter((object) => object.kind === kind);
  const table = TABLES.find((recorded) => recorded.plural === plural);
  const metadata = { resourceVersion: "1000" };
  if (asTable && table) {
    const rows = table.rows.slice(0, name === undefined ? 2 : 1);
    return { kind: "Table", apiVersion: "meta.k8s.io/v1", metadata, columnDefinitions: table.columns, rows };
  }
  if (name === undefined) return { kind: `${kind}List`, apiVersion: "v1", metadata, items: objects.slice(0, 3) };
  return objects.find((object) => object.metadata?.name === name) ?? objects[0] ?? { kind, metadata: { name } };
}

/** How a server answers: with what body, and with which status. */
export type Answering = (honest: string, request: Request) => { status: number; body: string };

/** A Cluster whose every answer is the honest one, made hostile. Nothing goes over a network. */
export function hostileCluster(
  answering: Answering,
  parts: { signal: AbortSignal; end(): void; note(text: string): void },
): Cluster {
  const answer = (request: Request): string => {
    const honest = honestAnswer(request);
    if (honest === undefined) throw refusal(404, "404 page not found", { method: request.method });
    const { status, body } = answering(honest, request);
    if (status >= 400) throw refusal(status, body, { ...request.asked, method: request.method });
    return body;
  };
  let opened = 0;
  const transport = {
    request: async (request: Request) => answer(request),
    open: async (request: Request) => {
      if (opened++ > 1) parts.end();
      const text = answer(request);
      return { status: 200, statusText: "OK", headers: {}, warnings: [], stream: Readable.from([Buffer.from(text)]) };
    },
  } as unknown as Transport;
  return new LiveCluster({
    server: "https://server",
    namespace: "default",
    transport,
    // as main shows warnings
    finder: new ResourceFinder(transport, (text) => parts.note(escapeText(text))),
    now: () => new Date("2026-11-23T02:08:22Z"),
    watchEnds: new WatchEnds(0, () => {}),
    signal: parts.signal,
    watchWorld: { note: parts.note, pace: { random: () => 0, sleep } },
  });
}

/** No time passes, but a watchdog's, which waits until its watch is over. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds < 30_000) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
