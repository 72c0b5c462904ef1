// Measures how long, and with how much memory, the rules of 5,000 Services with 10 endpoints each are written, in every
// mode: `node --import tsx scripts/measure-dataplane.mjs [MODE]`.
import { performance } from "node:perf_hooks";

import { PROXY_MODES, writeRulesets } from "../src/model/dataplane/rulesets.ts";
import { DEFAULT_SETTINGS } from "../src/model/dataplane/settings.ts";
import { rulesetsText } from "../src/print/dataplane/rulesets-text.ts";

const SERVICES = 5000;
const ENDPOINTS = 10;
const ip = (first, number) => `${first}.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;

const services = Array.from({ length: SERVICES }, (_, at) => ({
  metadata: { namespace: `team-${at % 50}`, name: `web-${at}` },
  spec: {
    type: "NodePort",
    clusterIP: ip(10, 96 * 65536 + at),
    ports: [{ name: "http", port: 80, nodePort: 20000 + at }],
  },
}));
const endpointSlices = services.map(({ metadata }, at) => ({
  metadata: { ...metadata, labels: { "kubernetes.io/service-name": metadata.name } },
  addressType: "IPv4",
  ports: [{ name: "http", port: 8080, protocol: "TCP" }],
  endpoints: Array.from({ length: ENDPOINTS }, (_, pod) => ({
    addresses: [ip(10, 128 * 65536 + at * ENDPOINTS + pod)],
    nodeName: `node-${pod}`,
    conditions: { ready: true },
  })),
}));

for (const mode of process.argv[2] ? [process.argv[2]] : PROXY_MODES) {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const settings = { ...DEFAULT_SETTINGS, mode, node: "node-1", clusterCidrs: ["10.128.0.0/9"] };
  const text = rulesetsText(writeRulesets({ services, endpointSlices }, ["IPv4"], settings, true));
  const milliseconds = Math.round(performance.now() - start);
  const busy = Math.round(process.cpuUsage(cpu).user / 1000);
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  process.stdout.write(
    `${mode}: ${milliseconds} ms (${busy} ms of CPU), ${megabytes} MiB resident, ${text.split("\n").length} lines\n`,
  );
}
