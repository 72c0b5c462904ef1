import assert from "node:assert/strict";
import { test } from "node:test";

import { JsonSyntaxError, parseJson } from "../../../src/sandbox/schema/json.ts";

test("keys that stand twice are named by their paths, and the last one counts", () => {
  assert.deepEqual(parseJson('{"a": 1, "b": [{"c": 1, "\\u0063": 2}], "a": 3, "a": 4}'), {
    value: { a: 4, b: [{ c: 2 }] },
    duplicates: ['duplicate field "b[0].c"', 'duplicate field "a"'],
  });
});

test("the same key in different objects is no duplicate", () => {
  assert.deepEqual(parseJson('[{"a": {"a": 1}}, {"a": 2}]').duplicates, []);
});

test("a key called __proto__ is a key like any other", () => {
  const { value } = parseJson('{"__proto__": {"polluted": true}}');
  assert.deepEqual(Object.keys(value as object), ["__proto__"]);
  assert.equal("polluted" in {}, false);
});

// Go's encoding/json; the first is recorded
const ERRORS: [string, string][] = [
  ['{"a":', "unexpected end of JSON input"],
  ["", "unexpected end of JSON input"],
  ["[1,]", "invalid character ']' looking for beginning of value"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ["{a: 1}", "invalid character 'a' looking for beginning of object key string"],
  ["{'a': 1}", "invalid character '\\'' looking for beginning of object key string"],
  ['{"a": 1 "b": 2}', "invalid character '\"' after object key:value pair"],
  ["[1 2]", "invalid character '2' after array element"],
  ["{} x", "invalid character 'x' after top-level value"],
  ["nope", "invalid character 'o' in literal null (expecting 'u')"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u12G4"', "invalid character 'G' in \\u hexadecimal character escape"],
  ["01", "invalid character '1' after top-level value"],
  ["-a", "invalid character 'a' in numeric literal"],
  ["1.x", "invalid character 'x' after decimal point in numeric literal"],
  ["1ex", "invalid character 'x' in exponent of numeric literal"],
  ["[".repeat(100_000), "exceeded max depth"],
];
for (const [text, message] of ERRORS) {
  test(`${JSON.stringify(text.slice(0, 20))} is no JSON: ${message}`, () => {
    assert.throws(() => parseJson(text), new JsonSyntaxError(message));
  });
}

for (const text of ["0", "-0.5e+10", '"\\u00e9\\n\\/"', " [ ] ", '{"a":{},"b":[[],null,true,false]}']) {
  test(`${text} is JSON`, () => {
    assert.deepEqual(parseJson(text).value, JSON.parse(text));
  });
}
