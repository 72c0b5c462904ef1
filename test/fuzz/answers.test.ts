import { test } from "node:test";

import fc from "fast-check";

import { parseText } from "../../src/manifests/parse-text.ts";
import { type Answering, hostileCluster } from "./hostile-api.ts";
import { hostileText, mutate, type Mutation, mutations } from "./hostile-data.ts";
import { holdsFor, SEEDS } from "./seeds.ts";
import { runAtTerminal } from "./terminal.ts";

/** Command lines whose answers come from a server; words are parted by spaces. */
const LINES = [
  "get svc",
  "get svc -o wide --show-labels -L app",
  "get svc web",
  "get svc -A --sort-by=.metadata.name",
  "get svc -o yaml",
  "get svc -o json",
  "get svc -o kyaml",
  "get svc -o name",
  "get svc -o jsonpath={range.items[*]}{.metadata.name}{.spec}{end}",
  "get svc -o jsonpath-as-json={.items[*].spec.ports}",
  "get svc -o custom-columns=N:.metadata.name,P:.spec.ports[*].port,A:.metadata",
  "get svc web -o yaml --show-managed-fields",
  "get pods,deploy,nodes",
  "get all",
  "get svc -w",
  "get svc web -w -o json --output-watch-events",
  "get endpoints,endpointslices -o wide",
  "get widgets",
  "events",
  "events --for svc/web -o yaml",
  "describe svc",
  "describe svc web",
  "describe endpoints",
  "describe endpointslices",
  "endpoints",
  "endpoints -o wide",
  "endpoints web -o json",
  "endpoints -A -o name",
  "check",
  "check -o json",
  "check -o sarif",
  "check -o junit",
  "check -o github",
  "dns",
  "dns -o zone",
  "dns --lookup web.default --from default",
  "who 10.96.0.10",
  "who web",
  "who 30080",
  "ports -A",
  "ports -o json",
  "dataplane",
  "dataplane --mode iptables -o rules",
  "dataplane --mode nftables -o rules -A",
  "dataplane --mode ipvs -o rules",
  "dataplane --compare",
  "dataplane web -o json",
  "delete svc web --wait=false",
  "delete svc --all",
  "scale deploy web --replicas=3",
  "patch svc web -p {}",
  "label svc web a=b",
  "label svc web --list",
  "annotate svc web a=b -o yaml",
  "set selector svc web app=web",
  "expose deploy web --port=80",
  "expose pod solo --port=80 --dry-run=client -o yaml",
  "create svc clusterip web --tcp=80",
  "create service nodeport web --tcp=80:8080 -o json",
  "wait --for=jsonpath={.spec.type}=ClusterIP svc/web --timeout=0",
  "wait --for=endpoints=1 svc/web --timeout=0",
  "wait --for=condition=Available deploy/web --timeout=0 -o json",
  "apply view-last-applied svc web",
  "api-resources",
  "api-resources -o wide",
  "api-versions",
  "auth can-i create svc",
  "auth can-i --list",
  "auth whoami",
  "auth whoami -o yaml",
  "version",
  "version -o yaml",
];

/** How an answer is made hostile: its JSON is changed, or it is refused, or another text stands in its place. */
const answerings: fc.Arbitrary<{ changes: Mutation[]; status: number; text: string | undefined }> = fc.record({
  changes: mutations(),
  status: fc.oneof(
    { weight: 12, arbitrary: fc.constant(200) },
    fc.constantFrom(400, 401, 403, 404, 409, 410, 422, 500),
  ),
  text: fc.oneof({ weight: 20, arbitrary: fc.constant(undefined) }, hostileText),
});

const REFUSAL = {
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  message: "it is refused",
  reason: "Invalid",
  details: { name: "web", kind: "Service", causes: [{ reason: "FieldValueInvalid", message: "no", field: "spec" }] },
  code: 422,
};

const answeringOf = ({
  changes,
  status,
  text,
}: {
  changes: Mutation[];
  status: number;
  text: string | undefined;
}): Answering => {
  const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
  return (honest, { endless, path }) => {
    if (text !== undefined) return { status, body: text };
    if (status >= 400) return { status, body: JSON.stringify(mutate(JSON.stringify(REFUSAL), changes)) ?? "" };
    const body = JSON.stringify(mutate(honest, changes)) ?? "";
    if (!endless && !path.includes("watch=true")) return { status, body };
    const items = (JSON.parse(honest) as { items?: unknown[] }).items ?? [JSON.parse(honest)];
    const events = items
      .slice(0, 3)
      .map((item, at) => event(["ADDED", "MODIFIED", "DELETED"][at] ?? "", mutate(JSON.stringify(item), changes)));
    return {
      status,
      body: `${events.join("")}${JSON.stringify(mutate(JSON.stringify({ type: "ERROR", object: REFUSAL }), changes))}\n`,
    };
  };
};

async function runHostile(line: string, answering: Answering): Promise<string> {
  const over = new AbortController();
  const now = () => new Date("2026-11-23T02:08:22Z");
  try {
    return await runAtTerminal(line.split(" "), (note) => {
      const cluster = hostileCluster(answering, { signal: over.signal, end: () => over.abort(), note });
      return { signal: over.signal, now, connect: async () => cluster, parseText: async (text) => parseText(text) };
    });
  } finally {
    over.abort();
  }
}

const inputs = fc.tuple(fc.constantFrom(...LINES), answerings);

for (const seed of SEEDS) {
  test(`whatever a server answers, a command shows it safely or refuses it (seed ${seed})`, () =>
    holdsFor(inputs, async ([line, answering]) => void (await runHostile(line, answeringOf(answering))), {
      seed,
      runs: 1900,
    }));
}
