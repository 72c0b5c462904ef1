import assert from "node:assert/strict";
import { test } from "node:test";

import { lookUp, nameServer, typedNames } from "../../src/model/dns-lookup.ts";
import { serviceRecords } from "../../src/model/dns-records.ts";

const ZONE = "cluster.local";
const web = { metadata: { namespace: "shop", name: "web" }, spec: { clusterIP: "10.96.0.5", ports: [] } };
const server = nameServer(serviceRecords(web, [], ZONE).records, ZONE);

const asked = (typed: string, from: string) =>
  lookUp(typed, from, ZONE, server).map(({ name, answer }) => `${name} ${answer.kind}`);

test("a short name is found in the Pod's own namespace alone", () => {
  assert.deepEqual(asked("web", "shop"), ["web.shop.svc.cluster.local. records"]);
  assert.deepEqual(asked("web", "other"), [
    "web.other.svc.cluster.local. no-such-name",
    "web.svc.cluster.local. no-such-name",
    "web.cluster.local. no-such-name",
    "web. upstream",
  ]);
});

test("with fewer than five dots the search path comes first, even for a whole name", () => {
  assert.deepEqual(asked("web.shop.svc.cluster.local", "shop"), [
    "web.shop.svc.cluster.local.shop.svc.cluster.local. no-such-name",
    "web.shop.svc.cluster.local.svc.cluster.local. no-such-name",
    "web.shop.svc.cluster.local.cluster.local. no-such-name",
    "web.shop.svc.cluster.local. records",
  ]);
});

test("with five dots the name is tried as typed first", () => {
  assert.equal(
    asked("_http._tcp.web.shop.svc.cluster.local", "shop")[0],
    "_http._tcp.web.shop.svc.cluster.local. no-such-name",
  );
});

test("a dot at the end keeps the search path out, and letters may be of any case", () => {
  assert.deepEqual(asked("WEB.shop.svc.Cluster.Local.", "other"), ["web.shop.svc.cluster.local. records"]);
});

test("a name above records exists without any", () => {
  assert.deepEqual(asked("shop.svc.cluster.local.", "shop"), ["shop.svc.cluster.local. no-data"]);
});

test("a reverse name is known, as far as it is a Service's", () => {
  assert.deepEqual(asked("5.0.96.10.in-addr.arpa.", "shop"), ["5.0.96.10.in-addr.arpa. records"]);
  assert.deepEqual(asked("9.9.9.9.in-addr.arpa.", "shop"), ["9.9.9.9.in-addr.arpa. upstream"]);
});

test("what may be typed for a Service, and how many questions each takes", () => {
  const forms = typedNames({ name: "web", namespace: "shop" }, ZONE, server);
  assert.deepEqual(
    forms.map(({ typed, fromOwnNamespace, fromOthers }) => [typed, fromOwnNamespace, fromOthers]),
    [
      ["web", 1, undefined],
      ["web.shop", 2, 2],
      ["web.shop.svc", 3, 3],
      ["web.shop.svc.cluster.local", 4, 4],
      ["web.shop.svc.cluster.local.", 1, 1],
    ],
  );
});

test("an address is asked for its name, once, and not along the search path", () => {
  assert.deepEqual(asked("10.96.0.5", "other"), ["5.0.96.10.in-addr.arpa. records"]);
  assert.deepEqual(asked("10.96.0.6", "other"), ["6.0.96.10.in-addr.arpa. upstream"]);
  assert.deepEqual(asked("fd00::1", "other"), [`1.${"0.".repeat(27)}0.0.d.f.ip6.arpa. upstream`]);
});
