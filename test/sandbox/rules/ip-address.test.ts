import assert from "node:assert/strict";
import { test } from "node:test";

import { checkCidr, warnAboutCidr } from "../../../src/sandbox/rules/cidr.ts";
import {
  checkIp,
  checkNotSpecial,
  familyOf,
  formatIp,
  parseIp,
  warnAboutIp,
} from "../../../src/sandbox/rules/ip-address.ts";

const messages = (causes: { message: string }[]): string[] => causes.map(({ message }) => message);

const addresses: [text: string, canonical: string | undefined][] = [
  ["10.0.0.1", "10.0.0.1"],
  ["010.0.0.1", "10.0.0.1"],
  ["10.0.0", undefined],
  ["10.0.0.256", undefined],
  ["10.0.0.1.2", undefined],
  ["", undefined],
  ["x", undefined],
  ["::", "::"],
  ["::1", "::1"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["2001:db8::1:0:0:1", "2001:db8::1:0:0:1"],
  ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
  ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
  ["fe80::", "fe80::"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["1::2::3", undefined],
  ["1:2:3", undefined],
  ["12345::", undefined],
  ["fe80::1%eth0", undefined],
];

for (const [text, canonical] of addresses) {
  test(`${JSON.stringify(text)} is read as ${canonical ?? "no address"}`, () => {
    const address = parseIp(text);
    assert.equal(address && formatIp(address), canonical);
  });
}

test("a new address must be written as the standard says, an old one may stay", () => {
  assert.deepEqual(messages(checkIp("f", "010.0.0.1")), ['Invalid value: "010.0.0.1": must not have leading 0s']);
  assert.deepEqual(messages(checkIp("f", "::ffff:1.2.3.4")), [
    'Invalid value: "::ffff:1.2.3.4": must not be an IPv4-mapped IPv6 address',
  ]);
  assert.deepEqual(checkIp("f", "010.0.0.1", ["010.0.0.1"]), []);
});

test("addresses that mean the node itself are no endpoints", () => {
  const special = ["0.0.0.0", "127.0.0.1", "169.254.1.1", "224.0.0.5", "::", "::1", "fe80::1", "ff02::1"];
  assert.deepEqual(
    special.map((address) => checkNotSpecial("f", address).length),
    special.map(() => 1),
  );
  assert.deepEqual(checkNotSpecial("f", "10.0.0.1"), []);
  assert.match(checkNotSpecial("f", "0.0.0.0")[0]?.message ?? "", /may not be unspecified \(0\.0\.0\.0\)$/);
});

test("a network has nothing set past its prefix", () => {
  assert.deepEqual(checkCidr("f", "10.0.0.0/8"), []);
  assert.deepEqual(checkCidr("f", "2001:db8::/33"), []);
  assert.deepEqual(messages(checkCidr("f", "10.0.0.1/8")), [
    'Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length',
  ]);
  assert.deepEqual(messages(checkCidr("f", "10.0.0.0/08")), [
    'Invalid value: "10.0.0.0/08": must not have leading 0s in IP or prefix length',
  ]);
  assert.match(checkCidr("f", "10.0.0.0/33")[0]?.message ?? "", /must be a valid CIDR value/);
});

test("IPv6 that is not canonical is warned about", () => {
  assert.deepEqual(warnAboutIp("spec.externalIPs[0]", "2001:DB8::1"), [
    'spec.externalIPs[0]: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")',
  ]);
  assert.deepEqual(warnAboutIp("f", "10.0.0.1"), []);
  assert.deepEqual(warnAboutIp("f", "010.0.0.1"), [
    'f: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
  ]);
  assert.equal(warnAboutCidr("f", "2001:DB8::/32").length, 1);
});

test("an address has a family", () => {
  assert.equal(familyOf("10.0.0.1"), "IPv4");
  assert.equal(familyOf("::1"), "IPv6");
  assert.equal(familyOf("None"), undefined);
});
