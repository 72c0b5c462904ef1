import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "js-yaml";

import { parseKubeconfig } from "../../src/kubeconfig/parse.ts";
import { setPemDataAside } from "../../src/kubeconfig/pem-data.ts";

const PEM = Buffer.from(`-----BEGIN CERTIFICATE-----\n${"MIIB".repeat(40)}\n-----END CERTIFICATE-----\n`).toString(
  "base64",
);

const parsed = (text: string): unknown => {
  const aside = setPemDataAside(text);
  return aside.restore(load(aside.text));
};

test("certificates and keys are out of the text while it is parsed, and whole afterwards", () => {
  const text = `users:\n- name: a\n  user:\n    client-certificate-data: ${PEM}\n    client-key-data: ${PEM}\n`;
  assert.ok(setPemDataAside(text).text.length < 150);
  assert.deepEqual(parsed(text), {
    users: [{ name: "a", user: { "client-certificate-data": PEM, "client-key-data": PEM } }],
  });
});

test("data that goes on in the next line, or stands in a block of text, is what YAML says it is", () => {
  for (const text of [
    `a: ${PEM}\n  more\nb: 1\n`,
    `a: |\n  x: ${PEM}\n  y: 2\n`,
    `? ${PEM}\n: 1\n`,
    `a: ${PEM} # why\n`,
  ]) {
    assert.deepEqual(parsed(text), load(text));
  }
});

test("a text that holds the character of the marks is parsed as it is", () => {
  const text = `a: ${PEM}\nb: "\uE0000\uE000"\n`;
  assert.equal(setPemDataAside(text).text, text);
  assert.deepEqual(parsed(text), { a: PEM, b: "\uE0000\uE000" });
});

test("every kubeconfig reads the same with and without data set aside", () => {
  const scalar = fc.oneof(
    fc.constant(PEM),
    fc.constant(`${PEM} `),
    fc.constant("LS0tLS1CRUdJTi"),
    fc.stringMatching(/^[a-z0-9=:. -]{0,12}$/),
  );
  const line = fc.tuple(fc.constantFrom("", "  ", "- "), fc.constantFrom("a", "client-key-data", PEM), scalar);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const text = lines.map(([indent, key, value]) => `${indent}${key}: ${value}\n`).join("");
      let expected: unknown;
      try {
        expected = load(text);
      } catch {
        assert.throws(() => parsed(text));
        return;
      }
      assert.deepEqual(parsed(text), expected);
    }),
    { numRuns: 500 },
  );
});

test("an error in a kubeconfig is told with its line in the file", () => {
  assert.throws(() => parseKubeconfig(`a: ${PEM}\nb: [\n`, "x"), /line 3/);
});
