import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { boolYaml11Tag, CORE_SCHEMA, loadAll, mergeTag } from "js-yaml";

import { readSimpleYaml } from "../../src/kubeconfig/simple-yaml.ts";

const schema = CORE_SCHEMA.withTags(boolYaml11Tag, mergeTag);

/** What a YAML parser makes of a text; undefined when it refuses it. */
function parsed(text: string): unknown {
  try {
    return { documents: loadAll(text, { schema }) };
  } catch {
    return undefined;
  }
}

/** What kubectl, minikube, kind and the clouds' tools write, reduced to its forms. */
const WRITTEN = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==
    insecure-skip-tls-verify: true
    extensions:
    - extension:
        provider: minikube.sigs.k8s.io
        version: v1.34.0
      name: cluster_info
    server: https://192.0.2.1:6443
  name: arn:aws:eks:eu-west-1:111122223333:cluster/shop
contexts:
  - context:
      cluster: shop
      namespace: ""
      user: 'a user'
    name: "shop"
current-context: shop
kind: Config
preferences: {}
users:
- name: shop
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      args:
      - --region
      - eu-west-1
      command: aws
      env: null
      provideClusterInfo: false
# the end
`.replace("      - --region\n", "      - region\n");

test("the forms that programs write are read as YAML reads them", () => {
  const read = readSimpleYaml(WRITTEN);
  assert.notEqual(read, undefined);
  assert.deepEqual({ documents: [read] }, parsed(WRITTEN));
});

const LEFT = {
  "a plain scalar with a space": "a: b c\n",
  "a scalar that goes on": "a: b\n  c\n",
  "a number": "a: 12\n",
  "a word of YAML 1.1 for true": "a: yes\n",
  "null without a word": "a:\n",
  "a block scalar": "a: |\n  b\n",
  "a flow mapping": "a: {b: c}\n",
  "an anchor": "a: &x b\n",
  "a merge": "<<: b\n",
  "a comment behind a value": "a: b # c\n",
  "a tab": "a:\n\tb: c\n",
  "two documents": "a: b\n---\nc: d\n",
  "a key that stands twice": "a: b\na: c\n",
  "an escape": 'a: "\\x41"\n',
  "a carriage return": "a: b\r\n",
  "the prototype's key": "__proto__: b\n",
  "an outdent to where nothing began": "a:\n    b: c\n  d: e\n",
  "a scalar": "a\n",
  nothing: "\n",
};
for (const [what, text] of Object.entries(LEFT)) {
  test(`${what} is left to a YAML parser`, () => assert.equal(readSimpleYaml(text), undefined));
}

const odd = fc.constantFrom(
  ..."true no null {} [] '' \"x y\" 'it' https://h:1 h: /etc/x 1e3 0x1 .5 ~ - -a a:b a#b @a %a =".split(" "),
  "a b",
  "é",
);
const scalar = fc.oneof({ weight: 6, arbitrary: fc.constantFrom("v1", "") }, odd);
const line = fc
  .tuple(
    fc.constantFrom("", "", "  ", "  ", "    ", " "),
    fc.constantFrom("", "", "", "- ", "- ", "-  ", "- - "),
    fc.constantFrom("a", "b", "c", "d", "e", "on"),
    scalar,
  )
  .map(([indent, dash, key, value]) => `${indent}${dash}${key}:${value === "" ? "" : ` ${value}`}`);
const item = fc.tuple(fc.constantFrom("", "  ", "    "), scalar).map(([indent, value]) => `${indent}- ${value}`);

test("whatever is read is what a YAML parser reads", () => {
  let read = 0;
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 4, arbitrary: line }, item, fc.constantFrom("# c", "")), { maxLength: 5 }),
      (lines) => {
        const text = `${lines.join("\n")}\n`;
        const value = readSimpleYaml(text);
        if (value === undefined) return;
        read++;
        assert.deepEqual({ documents: [value] }, parsed(text));
      },
    ),
    { numRuns: 20_000 },
  );
  assert.ok(read > 400, `only ${read} texts were simple`);
});

const word = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
  .filter((text) => !/^(?:yes|no|on|off|y|n|true|false|null)$/.test(text));
const { tree } = fc.letrec<{ tree: Record<string, unknown>; node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.constant(true),
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
    tie("tree"),
  ),
  tree: fc.dictionary(word, tie("node"), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
}));

test("every tree of mappings, lists and words is read back from how it is written", () => {
  fc.assert(
    fc.property(tree, (value) => {
      assert.deepEqual(readSimpleYaml(written(value, "").join("\n")), value);
    }),
    { numRuns: 1000 },
  );
});

/** Block style, as Go's encoder writes it. */
function written(mapping: Record<string, unknown>, indent: string): string[] {
  return Object.entries(mapping).flatMap(([key, value]) => {
    if (Array.isArray(value)) {
      const items = value.flatMap((entry) => {
        const [first = "", ...rest] = written(entry as Record<string, unknown>, `${indent}  `);
        return [`${indent}- ${first.trimStart()}`, ...rest];
      });
      return [`${indent}${key}:`, ...items];
    }
    if (typeof value === "object")
      return [`${indent}${key}:`, ...written(value as Record<string, unknown>, `${indent}  `)];
    return [`${indent}${key}: ${String(value)}`];
  });
}
