// Measures how long, and with how much memory, 5,000 Services, 1,000 Pods and 5,000 EndpointSlices are viewed, checked and
// printed once their lists have arrived: `node --import tsx scripts/measure-check.mjs`. Half of the Services have
// something wrong with them. The lists are kept as JSON text and parsed before the clock starts, as a server's answer is.
import { performance } from "node:perf_hooks";

import { Chalk } from "chalk";

import { groupBy } from "../src/model/group-by.ts";
import { checkServices } from "../src/model/findings.ts";
import { viewServices } from "../src/model/service-view.ts";
import { tellFinding } from "../src/print/check-data.ts";
import { printReport } from "../src/print/check-table.ts";

const SERVICES = 5000;
const PODS = 1000;
const NAMESPACES = 20;
const style = new Chalk({ level: 0 });
const now = new Date();

const namespaceOf = (at) => `team-${at % NAMESPACES}`;
const pods = Array.from({ length: PODS }, (_, at) => ({
  metadata: {
    namespace: namespaceOf(at),
    name: `web-${at}`,
    labels: { app: `app-${at % 500}`, tier: `tier-${at % 7}`, "pod-template-hash": `5f${at}` },
    ownerReferences: [{ kind: "ReplicaSet", name: `web-5f${at}`, controller: true }],
  },
  spec: { nodeName: `node-${at % 50}`, containers: [{ name: "main", ports: [{ name: "http", containerPort: 8080 }] }] },
  status: {
    phase: "Running",
    podIPs: [{ ip: `10.1.${at >> 8}.${at & 255}` }],
    conditions: [{ type: "Ready", status: at % 10 === 0 ? "False" : "True" }],
  },
}));
const services = Array.from({ length: SERVICES }, (_, at) => ({
  metadata: { namespace: namespaceOf(at), name: `svc-${at}`, uid: `${at}` },
  spec: {
    type: at % 5 === 0 ? "LoadBalancer" : "ClusterIP",
    clusterIP: `10.96.${at >> 8}.${at & 255}`,
    clusterIPs: [`10.96.${at >> 8}.${at & 255}`],
    ipFamilies: ["IPv4"],
    // every other selector is misspelt
    selector: { app: at % 2 === 0 ? `app-${at % 500}` : `aqp-${at % 500}` },
    ports: [
      { name: "http", port: 80, protocol: "TCP", targetPort: "http" },
      { name: "metrics", port: 9090, protocol: "TCP", targetPort: 9090 },
    ],
  },
  status: {},
}));
const byLabel = groupBy(pods, ({ metadata }) => `${metadata.namespace} ${metadata.labels.app}`);
const endpointSlices = services.map(({ metadata, spec }) => ({
  metadata: {
    namespace: metadata.namespace,
    name: `${metadata.name}-x`,
    labels: {
      "kubernetes.io/service-name": metadata.name,
      "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
    },
  },
  addressType: "IPv4",
  ports: [
    { name: "http", port: 8080, protocol: "TCP" },
    { name: "metrics", port: 9090, protocol: "TCP" },
  ],
  endpoints: (byLabel.get(`${metadata.namespace} ${spec.selector.app}`) ?? []).map((pod) => ({
    addresses: [pod.status.podIPs[0].ip],
    conditions: { ready: pod.status.conditions[0].status === "True" },
    nodeName: pod.spec.nodeName,
    targetRef: { kind: "Pod", name: pod.metadata.name, namespace: pod.metadata.namespace },
  })),
}));
const nodes = Array.from({ length: 50 }, (_, at) => ({ metadata: { name: `node-${at}` }, status: {} }));
const around = { ingresses: [], httpRoutes: [], networkPolicies: [], statefulSets: [] };
const text = JSON.stringify({ services, pods, endpointSlices, nodes, events: [], unreadable: [], around });

function measure(name, work) {
  const snapshot = JSON.parse(text);
  const start = performance.now();
  const cpu = process.cpuUsage();
  const count = work(snapshot);
  const milliseconds = Math.round(performance.now() - start);
  const { user, system } = process.cpuUsage(cpu);
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  process.stdout.write(
    `${name}: ${milliseconds} ms (${Math.round((user + system) / 1000)} ms of CPU), ${megabytes} MiB resident, ${count}\n`,
  );
}

measure("view", (snapshot) => {
  const rows = viewServices(snapshot, now).reduce((sum, view) => sum + view.rows.length, 0);
  return `${rows} rows`;
});
measure("check and print", (snapshot) => {
  const { findings, services: views } = checkServices(
    { snapshot, fromFiles: false, replicas: new Map() },
    undefined,
    now,
  );
  const told = findings.map((finding) => tellFinding(finding, undefined));
  const names = views.map(({ namespace, name }) => ({ namespace, name }));
  const report = printReport(
    { findings: told, silenced: [], names, showNamespace: true },
    { style, width: undefined, showSilenced: false },
  );
  return `${findings.length} findings, ${report.length} characters`;
});
