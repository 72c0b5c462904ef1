import assert from "node:assert/strict";
import { test } from "node:test";

import {
  checkConfigKey,
  checkLabel1123,
  checkLabelValue,
  checkPathSegment,
  checkPercent,
  checkPortName,
  checkQualifiedName,
  checkSubdomain1123,
} from "../../../src/sandbox/rules/content.ts";

const portNames: [string, string[]][] = [
  ["http", []],
  ["a", []],
  ["1a", []],
  [
    "",
    [
      "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
      "must contain at least one letter (a-z)",
    ],
  ],
  ["80", ["must contain at least one letter (a-z)"]],
  ["Http", ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"]],
  ["a--b", ["must not contain consecutive hyphens"]],
  ["-a", ["must not begin or end with a hyphen"]],
  ["abcdefghijklmnop", ["must be no more than 15 characters"]],
];

for (const [name, messages] of portNames) {
  test(`a port name of ${JSON.stringify(name)} is ${messages.length === 0 ? "an" : "no"} IANA service name`, () => {
    assert.deepEqual(checkPortName(name), messages);
  });
}

test("a qualified name says of which part it complains", () => {
  assert.deepEqual(checkQualifiedName("app.kubernetes.io/name"), []);
  assert.deepEqual(checkQualifiedName("/name"), ["prefix part must be non-empty"]);
  assert.match(checkQualifiedName("A_/name")[0] ?? "", /^prefix part a lowercase RFC 1123 subdomain must consist/);
  assert.deepEqual(checkQualifiedName("a".repeat(64)), ["name part must be no more than 63 bytes"]);
  assert.equal(checkQualifiedName("a/")[0], "name part must be non-empty");
  assert.match(
    checkQualifiedName("a/b/c")[0] ?? "",
    /^a valid label key must consist .* with an optional DNS subdomain prefix and '\/' \(e\.g\. 'example\.com\/MyName'\)$/,
  );
});

test("a label's value may be empty, and counts in bytes", () => {
  assert.deepEqual(checkLabelValue(""), []);
  assert.deepEqual(checkLabelValue("a".repeat(64)), ["must be no more than 63 bytes"]);
});

test("labels and subdomains have their lengths", () => {
  assert.deepEqual(checkLabel1123("1st-one"), []);
  assert.deepEqual(checkLabel1123("a.b"), ["must not contain dots"]);
  assert.deepEqual(checkSubdomain1123(`${"a".repeat(254)}`), ["must be no more than 253 characters"]);
});

test("a name is one segment of a path", () => {
  assert.deepEqual(checkPathSegment(".."), ["may not be '..'"]);
  assert.deepEqual(checkPathSegment("a/b%c"), ["may not contain '/'", "may not contain '%'"]);
});

test("a key in a ConfigMap is a file's name", () => {
  assert.deepEqual(checkConfigKey("game.properties"), []);
  assert.deepEqual(checkConfigKey(".."), ["must not be '..'"]);
  assert.deepEqual(checkConfigKey("..a"), ["must not start with '..'"]);
});

test("a share ends in a percent sign", () => {
  assert.deepEqual(checkPercent("25%"), []);
  assert.equal(checkPercent("a").length, 1);
});
