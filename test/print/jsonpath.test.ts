import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { CliError } from "../../src/errors.ts";
import { parseJsonPath, relaxedTemplate } from "../../src/print/jsonpath/jsonpath.ts";
import recording from "../recordings/print/jsonpath.json" with { type: "json" };

const print = (template: string, data: unknown, allowMissingKeys = true): string =>
  parseJsonPath(template).print(data, { allowMissingKeys, asJson: false });

function outcome(template: string, data: unknown): string {
  try {
    return print(template, data);
  } catch (error) {
    assert.ok(error instanceof CliError, String(error));
    return error.text;
  }
}

for (const { template, prints, fails } of recording.cases) {
  test(`the template ${template} gives what kubectl gives`, () => {
    assert.equal(outcome(template, recording.object).trimEnd(), (prints ?? fails)?.trimEnd());
  });
}

test("a missing key fails when missing keys are not allowed", () => {
  assert.throws(() => print("{.a.b}", { a: {} }, false), {
    message: 'error executing jsonpath "{.a.b}": Error executing template: b is not found',
  });
});

test("an empty list gives nothing and does not end the search, as it does in kubectl", () => {
  const data = { items: [{ ports: [{ port: 1 }] }, { ports: [] }, { ports: [{ port: 2 }] }] };
  assert.equal(print("{.items[*].ports[*].port}", data), "1 2");
});

test("whole numbers and fractions compare by value", () => {
  const data = { items: [{ weight: 1 }, { weight: 0.5 }] };
  assert.equal(print("{.items[?(@.weight>0.7)].weight}", data), "1");
  assert.equal(print("{.items[?(@.weight==1.0)].weight}", data), "1");
});

test("as JSON, each part of the template is printed as a list of its values", () => {
  const options = { allowMissingKeys: true, asJson: true };
  assert.equal(parseJsonPath("{.a[*]}").print({ a: [1, "x"] }, options), '[\n    1,\n    "x"\n]\n');
  assert.equal(parseJsonPath("{.b}").print({ a: [] }, options), "[]\n");
});

test("a range over very many items is printed", () => {
  const items = Array.from({ length: 50_000 }, (_, at) => at);
  assert.equal(print("{range .items[*]}{@}{','}{'x'}{end}", { items }).length, 338_890);
});

test("names that objects inherit in JavaScript are missing keys", () => {
  assert.equal(print("{.constructor}{.toString}{.__proto__}", {}), "");
});

for (const path of ["metadata.name", ".metadata.name", "{metadata.name}", "{.metadata.name}"]) {
  test(`the relaxed path ${path} is a template`, () => {
    assert.equal(relaxedTemplate(path), "{.metadata.name}");
  });
}

test("a relaxed path of two actions is refused", () => {
  assert.throws(() => relaxedTemplate("{.a}{.b}"), { message: /^unexpected path string, expected a 'name1.name2'/ });
});

// A slow evaluator of paths: it knows nothing of templates, but walks the data once for every step.
type Step =
  | { kind: "field"; name: string }
  | { kind: "index"; at: number }
  | { kind: "slice"; from: number; step: number }
  | { kind: "all" }
  | { kind: "has"; name: string }
  | { kind: "less"; name: string; than: number };

const names = ["a", "b", "c"];
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("field" as const), name: fc.constantFrom(...names) }),
  fc.record({ kind: fc.constant("index" as const), at: fc.integer({ min: -3, max: 3 }) }),
  fc.record({
    kind: fc.constant("slice" as const),
    from: fc.integer({ min: 0, max: 2 }),
    step: fc.integer({ min: 1, max: 3 }),
  }),
  fc.constant({ kind: "all" as const }),
  fc.record({ kind: fc.constant("has" as const), name: fc.constantFrom(...names) }),
  fc.record({
    kind: fc.constant("less" as const),
    name: fc.constantFrom(...names),
    than: fc.integer({ min: 0, max: 9 }),
  }),
);

const tree = fc.letrec((tie) => ({
  node: fc.oneof({ depthSize: "small" }, fc.integer({ min: 0, max: 9 }), fc.string(), tie("map"), tie("list")),
  list: fc.array(tie("node"), { maxLength: 4 }),
  map: fc.dictionary(fc.constantFrom(...names), tie("node"), { noNullPrototype: true }),
})).node;

function templateOf(steps: readonly Step[]): string {
  const write = (each: Step): string => {
    switch (each.kind) {
      case "field":
        return `.${each.name}`;
      case "index":
        return `[${each.at}]`;
      case "slice":
        return `[${each.from}::${each.step}]`;
      case "all":
        return "[*]";
      case "has":
        return `[?(@.${each.name})]`;
      case "less":
        return `[?(@.${each.name}<${each.than})]`;
    }
  };
  return `{${steps.map(write).join("")}}`;
}

class Refused extends Error {}

function reference(steps: readonly Step[], root: unknown): unknown[] {
  let found = [root];
  for (const each of steps) {
    const next: unknown[] = [];
    for (const value of found) next.push(...referenceStep(each, value));
    found = next;
  }
  return found;
}

function referenceStep(each: Step, value: unknown): unknown[] {
  if (each.kind === "field") return isMap(value) && each.name in value ? [value[each.name]] : [];
  if (!Array.isArray(value)) throw new Refused();
  const items: unknown[] = value;
  if (each.kind === "all") return items;
  if (each.kind === "has") return items.filter((item) => isMap(item) && each.name in item);
  if (each.kind === "less") {
    return items.filter((item) => {
      if (!isMap(item) || !(each.name in item)) return false;
      const field = item[each.name];
      if (typeof field !== "number") throw new Refused();
      return field < each.than;
    });
  }
  if (each.kind === "index") {
    const at = each.at < 0 ? items.length + each.at : each.at;
    if (at < 0 || at >= items.length) throw new Refused();
    return [items[at]];
  }
  if (each.from === items.length) return [];
  if (each.from > items.length) throw new Refused();
  const picked: unknown[] = [];
  for (let at = each.from; at < items.length; at += each.step) picked.push(items[at]);
  return picked;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

test("paths find what a slow evaluator finds, and are refused where it refuses", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), tree, (steps, root) => {
      const find = () => parseJsonPath(templateOf(steps)).find(root, { allowMissingKeys: true });
      let expected: unknown[];
      try {
        expected = reference(steps, root);
      } catch (error) {
        assert.ok(error instanceof Refused);
        assert.throws(find);
        return;
      }
      assert.deepEqual(find(), [expected]);
    }),
    { numRuns: 2000 },
  );
});
