import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { parsePortPair, parsePortSpecs, printPortSpec } from "../../src/model/port-spec.ts";
import { Refusal } from "../../src/model/refusal.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
const number = fc.integer({ min: 0, max: 70_000 });
const spec = fc.record(
  { name, port: number, targetPort: fc.oneof(number, name), protocol: fc.constantFrom("TCP", "UDP", "SCTP", "ICMP") },
  { requiredKeys: ["port"], noNullPrototype: true },
);

test("a port specification that is printed reads back as the same port", () => {
  fc.assert(
    fc.property(fc.array(spec, { minLength: 1 }), (specs) => {
      assert.deepEqual(parsePortSpecs([specs.map(printPortSpec).join(",")]), specs);
      assert.deepEqual(parsePortSpecs(specs.map(printPortSpec)), specs);
    }),
  );
});

test("whatever is typed, a port specification is read or refused, and never anything else", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        for (const { port } of parsePortSpecs([text])) assert.ok(Number.isSafeInteger(port));
      } catch (refusal) {
        assert.ok(refusal instanceof Refusal);
      }
    }),
  );
});

const read: [string, ReturnType<typeof parsePortSpecs>][] = [
  ["80", [{ port: 80 }]],
  ["80,443", [{ port: 80 }, { port: 443 }]],
  ["80:8080", [{ port: 80, targetPort: 8080 }]],
  ["80:http", [{ port: 80, targetPort: "http" }]],
  ["web=80:http/tcp", [{ name: "web", port: 80, targetPort: "http", protocol: "TCP" }]],
  [
    "dns=53/UDP,dns-tcp=53/TCP",
    [
      { name: "dns", port: 53, protocol: "UDP" },
      { name: "dns-tcp", port: 53, protocol: "TCP" },
    ],
  ],
];
for (const [text, ports] of read) {
  test(`--port=${text} is read`, () => assert.deepEqual(parsePortSpecs([text]), ports));
}

const refused: [string, RegExp][] = [
  ["http", /^strconv\.Atoi: parsing "http": invalid syntax$/],
  ["", /^strconv\.Atoi: parsing "": invalid syntax$/],
  ["=80", /invalid port specification "=80": expected \[name=\]port/],
  ["80:", /invalid port specification "80:"/],
  ["80/", /invalid port specification "80\/"/],
  ["80:http:zz", /invalid port specification "80:http:zz"/],
  ["a=b=80", /invalid port specification "a=b=80"/],
];
for (const [text, message] of refused) {
  test(`--port=${text} is refused`, () => assert.throws(() => parsePortSpecs([text]), { name: "Refusal", message }));
}

test("a pair of ports is a port, and the Pods' port behind it by number or name", () => {
  assert.deepEqual(parsePortPair("80"), { port: 80, targetPort: 80 });
  assert.deepEqual(parsePortPair("80:8080"), { port: 80, targetPort: 8080 });
  assert.deepEqual(parsePortPair("80:http"), { port: 80, targetPort: "http" });
});

test("a third part of a pair is refused, where kubectl drops it", () => {
  assert.throws(() => parsePortPair("80:http:zz"), /invalid port specification "80:http:zz"/);
});
