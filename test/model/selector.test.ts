import assert from "node:assert/strict";
import { test } from "node:test";

import { matchesFieldSelector, parseFieldSelector, printFieldSelector } from "../../src/model/field-selector.ts";
import { parseSelector } from "../../src/model/parse-selector.ts";
import {
  formatLabels,
  matchesLabelSelector,
  matchesMap,
  matchesSelector,
  printSelector,
} from "../../src/model/selector.ts";

const matches = (text: string, labels: Record<string, string>) => matchesSelector(parseSelector(text), labels);

test("an empty Service selector matches no Pods, an empty -l matches everything", () => {
  assert.equal(matchesMap({}, { app: "web" }), false);
  assert.equal(matchesMap(undefined, { app: "web" }), false);
  assert.equal(matches("", { app: "web" }), true);
  assert.equal(matchesLabelSelector(undefined, { app: "web" }), false);
  assert.equal(matchesLabelSelector({}, { app: "web" }), true);
});

test("a map selector wants every one of its labels", () => {
  assert.equal(matchesMap({ app: "web" }, { app: "web", tier: "fe" }), true);
  assert.equal(matchesMap({ app: "web", tier: "be" }, { app: "web", tier: "fe" }), false);
  assert.equal(matchesMap({ app: "web" }, undefined), false);
  assert.equal(matchesMap({ constructor: "x" }, {}), false);
});

// pairs from the documentation of apimachinery's labels.Parse
const MATCHES: [selector: string, labels: Record<string, string>, expected: boolean][] = [
  ["x=a,y=b", { x: "a", y: "b" }, true],
  ["x=a,y=b", { x: "a", y: "c" }, false],
  ["x==a", { x: "a" }, true],
  ["x!=a", { x: "b" }, true],
  ["x!=a", {}, true],
  ["x", { x: "" }, true],
  ["!x", { x: "" }, false],
  ["!x", {}, true],
  ["x in (foo,,baz)", { x: "" }, true],
  ["x in (foo,,baz)", { x: "bar" }, false],
  ["x in (a,b)", {}, false],
  ["x notin (a,b)", {}, true],
  ["x notin (a,b)", { x: "a" }, false],
  ["x>1", { x: "2" }, true],
  ["x>1", { x: "1" }, false],
  ["x<1", { x: "-9" }, true],
  ["x<1", { x: "many" }, false],
  ["x=", { x: "" }, true],
  ["in in (in,notin)", { in: "notin" }, true],
];

for (const [selector, labels, expected] of MATCHES) {
  test(`"${selector}" ${expected ? "takes in" : "leaves out"} ${JSON.stringify(labels)}`, () => {
    assert.equal(matches(selector, labels), expected);
  });
}

test("a LabelSelector's expressions mean what its operators say", () => {
  const selector = {
    matchLabels: { app: "web" },
    matchExpressions: [
      { key: "tier", operator: "In", values: ["fe", "be"] },
      { key: "canary", operator: "DoesNotExist" },
      { key: "team", operator: "Exists" },
      { key: "zone", operator: "NotIn", values: ["z1"] },
    ],
  };
  assert.equal(matchesLabelSelector(selector, { app: "web", tier: "fe", team: "a" }), true);
  assert.equal(matchesLabelSelector(selector, { app: "web", tier: "fe", team: "a", canary: "yes" }), false);
  assert.equal(matchesLabelSelector(selector, { app: "web", tier: "fe", team: "a", zone: "z1" }), false);
  assert.equal(matchesLabelSelector(selector, { app: "web", tier: "db", team: "a" }), false);
});

// texts of apimachinery's labels.Parse; the first is in the recordings of a real API server
const REFUSALS: [selector: string, message: string][] = [
  ["a in (b", "unable to parse requirement: found '', expected: ',' or ')'"],
  ["a in b", "unable to parse requirement: found 'b' expected: '('"],
  ["a in (=)", "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
  ["a in (b,=)", "unable to parse requirement: found '=', expected: ',', or identifier"],
  ["a in (b c)", "unable to parse requirement: found 'c', expected: ',' or ')'"],
  ["a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ["a=(b)", "unable to parse requirement: found '(', expected: identifier"],
  ["!", "unable to parse requirement: found '', expected: identifier"],
  ["!a=b", "found '=', expected: ',' or 'end of string'"],
  ["a=b,", "found '', expected: identifier after ','"],
  ["a=b c", "found 'c', expected: ',' or 'end of string'"],
  [",a", "found ',', expected: !, identifier, or 'end of string'"],
  [
    "a>many",
    `unable to parse requirement: values[0]: Invalid value: "many": for 'Gt', 'Lt' operators, the value must be an integer`,
  ],
  [
    "a=-",
    `unable to parse requirement: values[0][a]: Invalid value: "-": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  ],
  [
    "-=b",
    `unable to parse requirement: <nil>: Invalid value: "-": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
  ],
];

for (const [selector, message] of REFUSALS) {
  test(`"${selector}" is refused in the API server's words`, () => {
    assert.throws(() => parseSelector(selector), { name: "SelectorError", message });
  });
}

test("a selector is printed ordered by key, its values sorted", () => {
  const text = "y notin (b,a),x=1, !gone,there,n>5";
  assert.equal(printSelector(parseSelector(text)), "!gone,n>5,there,x=1,y notin (a,b)");
});

test("what is printed is read back as the same selector", () => {
  for (const [text] of MATCHES) {
    const selector = parseSelector(text);
    assert.deepEqual(parseSelector(printSelector(selector)), selector);
  }
});

test("labels are shown in the order of their texts, not of their keys", () => {
  assert.equal(formatLabels({ app: "web", "app.kubernetes.io/name": "web" }), "app.kubernetes.io/name=web,app=web");
  assert.equal(formatLabels({}), "<none>");
  assert.equal(formatLabels(undefined), "<none>");
});

test("a field selector reads =, == and != with escaped values", () => {
  const selector = parseFieldSelector("metadata.name=a\\,b,status.phase!=Running");
  assert.deepEqual(selector, [
    { field: "metadata.name", operator: "=", value: "a,b" },
    { field: "status.phase", operator: "!=", value: "Running" },
  ]);
  assert.equal(matchesFieldSelector(selector, { "metadata.name": "a,b", "status.phase": "Pending" }), true);
  assert.equal(matchesFieldSelector(selector, { "metadata.name": "a,b", "status.phase": "Running" }), false);
  assert.equal(printFieldSelector(selector), "metadata.name=a\\,b,status.phase!=Running");
  assert.deepEqual(parseFieldSelector(""), []);
});

test("a field selector without an operator, or with a stray escape, is refused", () => {
  assert.throws(() => parseFieldSelector("abc"), { message: "invalid selector: 'abc'; can't understand 'abc'" });
  assert.throws(() => parseFieldSelector("a=\\n"), {
    message: "invalid field selector: invalid escape sequence: \\n",
  });
  assert.throws(() => parseFieldSelector("a=b=c"), {
    message: "invalid field selector: unescaped character in value: 61",
  });
});
