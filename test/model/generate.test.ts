import assert from "node:assert/strict";
import { test } from "node:test";

import { generateService, type ServiceFlags } from "../../src/model/generate.ts";

const specOf = (flags: Partial<ServiceFlags>) =>
  generateService({ name: "web", type: "ClusterIP", ports: {}, ...flags })["spec"];

test("UDP and SCTP ports stand beside TCP ports, and the same number under two protocols has two names", () => {
  const ports = { TCP: ["53", "80:http"], UDP: ["53:5353"], SCTP: ["9999"] };
  assert.deepEqual(specOf({ ports }), {
    ports: [
      { name: "53", protocol: "TCP", port: 53, targetPort: 53 },
      { name: "80-http", protocol: "TCP", port: 80, targetPort: "http" },
      { name: "53-5353-udp", protocol: "UDP", port: 53, targetPort: 5353 },
      { name: "9999-sctp", protocol: "SCTP", port: 9999, targetPort: 9999 },
    ],
    selector: { app: "web" },
    type: "ClusterIP",
  });
});

test("one node port never stands on two ports: it goes to the first", () => {
  assert.deepEqual(specOf({ type: "NodePort", ports: { TCP: ["80", "443"] }, nodePorts: [30_080] }), {
    ports: [
      { name: "80", protocol: "TCP", port: 80, targetPort: 80, nodePort: 30_080 },
      { name: "443", protocol: "TCP", port: 443, targetPort: 443 },
    ],
    selector: { app: "web" },
    type: "NodePort",
  });
});

test("more node ports than ports are refused", () => {
  const flags = { type: "NodePort", ports: { TCP: ["80"] }, nodePorts: [30_080, 30_443] } as const;
  assert.throws(() => specOf(flags), /2 node ports for 1 port/);
});

test("an ExternalName Service gets no selector: it leads to a name, not to Pods", () => {
  assert.deepEqual(specOf({ type: "ExternalName", externalName: "db.example.com" }), {
    type: "ExternalName",
    externalName: "db.example.com",
  });
});

test("--selector takes the place of app=NAME", () => {
  const spec = specOf({ ports: { TCP: ["80"] }, selector: { app: "other" } }) as { selector: unknown };
  assert.deepEqual(spec.selector, { app: "other" });
});
