import assert from "node:assert/strict";
import { test } from "node:test";

import { serviceRecords, versionRecord } from "../../src/model/dns-records.ts";
import type { EndpointSlice, Service } from "../../src/model/snapshot.ts";

/** The examples of the Kubernetes DNS specification 1.1.0 (kubernetes/dns, docs/specification.md). */
const ZONE = "cluster.local";

type Spec = NonNullable<Service["spec"]>;
const service = (name: string, spec: Spec): Service => ({ metadata: { namespace: "default", name }, spec });

const lines = (web: Service, slices: EndpointSlice[] = []) =>
  serviceRecords(web, slices, ZONE).records.map(({ name, type, data }) => `${name} ${type} ${data}`);

const slice = (endpoints: EndpointSlice["endpoints"], port?: string): EndpointSlice => ({
  metadata: { name: "s", namespace: "default" },
  addressType: endpoints[0]?.addresses[0]?.includes(":") ? "IPv6" : "IPv4",
  ports: [{ port: 443, protocol: "TCP", ...(port !== undefined && { name: port }) }],
  endpoints,
});

const headless = service("headless", { clusterIP: "None", ports: [{ name: "https", port: 443 }] });

test("2.2: the version of the specification", () => {
  assert.deepEqual(versionRecord(ZONE), { name: "dns-version.cluster.local.", type: "TXT", data: '"1.1.0"' });
});

test("2.3: a Service with a cluster IP has A, SRV for each named port, and PTR", () => {
  const kubernetes = service("kubernetes", {
    clusterIP: "10.3.0.1",
    ports: [{ name: "https", port: 443 }, { port: 8080 }],
  });
  assert.deepEqual(lines(kubernetes), [
    "kubernetes.default.svc.cluster.local. A 10.3.0.1",
    "_https._tcp.kubernetes.default.svc.cluster.local. SRV 0 100 443 kubernetes.default.svc.cluster.local.",
    "1.0.3.10.in-addr.arpa. PTR kubernetes.default.svc.cluster.local.",
  ]);
});

test("2.3: with two families it has AAAA, and PTR in ip6.arpa, too", () => {
  const dual = service("kubernetes", { clusterIP: "10.3.0.1", clusterIPs: ["10.3.0.1", "2001:db8::1"] });
  assert.deepEqual(lines(dual).slice(1), [
    "kubernetes.default.svc.cluster.local. AAAA 2001:db8::1",
    "1.0.3.10.in-addr.arpa. PTR kubernetes.default.svc.cluster.local.",
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR kubernetes.default.svc.cluster.local.",
  ]);
});

test("2.4: a headless Service has a record for each ready endpoint, and one for its hostname", () => {
  const slices = [slice([{ addresses: ["10.3.0.100"], hostname: "my-pet" }], "https")];
  assert.deepEqual(lines(headless, slices), [
    "headless.default.svc.cluster.local. A 10.3.0.100",
    "my-pet.headless.default.svc.cluster.local. A 10.3.0.100",
    "_https._tcp.headless.default.svc.cluster.local. SRV 0 100 443 my-pet.headless.default.svc.cluster.local.",
    "100.0.3.10.in-addr.arpa. PTR my-pet.headless.default.svc.cluster.local.",
  ]);
});

test("2.4: SRV records are ports times endpoints; without hostnames, addresses with dashes stand for them", () => {
  const slices = [slice([{ addresses: ["10.3.0.1"] }], "https"), slice([{ addresses: ["fd00::2"] }], "https")];
  assert.deepEqual(
    lines(headless, slices).filter((line) => line.includes(" SRV ")),
    [
      "_https._tcp.headless.default.svc.cluster.local. SRV 0 50 443 10-3-0-1.headless.default.svc.cluster.local.",
      "_https._tcp.headless.default.svc.cluster.local. SRV 0 50 443 fd00--2.headless.default.svc.cluster.local.",
    ],
  );
});

test("2.4: without a ready endpoint the name of a headless Service does not exist", () => {
  const notReady = slice([{ addresses: ["10.3.0.1"], conditions: { ready: false } }]);
  const found = serviceRecords(headless, [notReady], ZONE);
  assert.deepEqual([found.records, found.noRecords, found.unready], [[], "no-ready-endpoint", ["10.3.0.1"]]);
});

test("2.4: publishNotReadyAddresses makes endpoints ready in their slices, and so they have records", () => {
  const published = slice([{ addresses: ["10.3.0.1"], conditions: { ready: true, serving: false } }]);
  assert.ok(lines(headless, [published]).includes("headless.default.svc.cluster.local. A 10.3.0.1"));
});

test("an endpoint in several slices has its records once", () => {
  const slices = [slice([{ addresses: ["10.3.0.1"] }]), slice([{ addresses: ["10.3.0.1"] }])];
  assert.equal(lines(headless, slices).filter((line) => line.startsWith("headless.")).length, 1);
});

test("2.5: an ExternalName Service is a CNAME and nothing else", () => {
  const foo = service("foo", {
    type: "ExternalName",
    externalName: "www.example.com",
    ports: [{ name: "x", port: 1 }],
  });
  assert.deepEqual(lines(foo), ["foo.default.svc.cluster.local. CNAME www.example.com."]);
});

test("a Service that no server has given a cluster IP has no records yet", () => {
  assert.equal(serviceRecords(service("new", { ports: [{ port: 80 }] }), [], ZONE).noRecords, "no-cluster-ip");
});
