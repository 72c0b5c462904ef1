import assert from "node:assert/strict";
import { SocketAddress } from "node:net";
import { test } from "node:test";
import fc from "fast-check";

import { contains, formatRange, normalAddress, parseRange } from "../../../src/model/dataplane/ip.ts";

test("every IPv6 address is written as RFC 5952 has it, however it came", () => {
  for (const [text, normal] of [
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["::", "::"],
    ["::1", "::1"],
    ["fd00::", "fd00::"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
  ] as const)
    assert.equal(normalAddress(text), normal, text);
});

test("what Node takes for an address, and nothing else, is one", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const family = text.includes(":") ? "ipv6" : "ipv4";
      const normal = normalAddress(text) ?? "";
      // a mapped IPv4 address is written with dots by Node
      const theirs = new SocketAddress({ address: text, family }).address;
      if (!theirs.includes(".") || family === "ipv4") assert.equal(normal, theirs);
    }),
  );
  for (const text of ["", "10.0.0", "10.0.0.256", "1:2:3", "1::2::3", ":::", "g::1", "1:2:3:4:5:6:7:8:9"])
    assert.equal(normalAddress(text), undefined, text);
});

test("a range forgets its host bits and knows what lies in it", () => {
  const range = parseRange("198.51.100.77/24");
  assert.ok(range);
  assert.equal(formatRange(range), "198.51.100.0/24");
  assert.equal(contains(range, "198.51.100.255"), true);
  assert.equal(contains(range, "198.51.101.0"), false);
  assert.equal(contains(range, "2001:db8::1"), false);
  for (const text of ["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "x/8", "fd00::/129"])
    assert.equal(parseRange(text), undefined, text);
});

test("IPv4 addresses are known without being parsed, and nothing else is taken for one", () => {
  for (const text of ["0.0.0.0", "10.96.0.1", "255.255.255.255"]) assert.equal(normalAddress(text), text);
  assert.equal(normalAddress("010.1.1.1"), "10.1.1.1");
  for (const text of ["10.0.0.", "10.0.0.0.", "1.2.3.4.5", "10..0.1", "10.0.0.1\n"])
    assert.equal(normalAddress(text), undefined, text);
});
