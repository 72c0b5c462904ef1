import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";

import { CliError, type CliError as Failure, ExitCode } from "../../src/errors.ts";
import { readManifests } from "../../src/manifests/read.ts";
import { readStream } from "../../src/manifests/read-stream.ts";
import type { ManifestSource } from "../../src/manifests/source.ts";
import recording from "../recordings/manifests.json" with { type: "json" };

const PAGEMAP = "/proc/self/pagemap";

let folder = "";

const CONFIG_MAP = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "svcctl-manifests-"));
  const files: Record<string, string> = {
    "dir/b.yaml": CONFIG_MAP("b"),
    "dir/a.yml": CONFIG_MAP("a"),
    "dir/c.json": JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" } }),
    "dir/readme.txt": "not a manifest",
    "dir/sub/d.yaml": CONFIG_MAP("d"),
    "other.txt": CONFIG_MAP("named"),
    "bad.yaml": "a: [1",
    "[odd].yaml": CONFIG_MAP("odd"),
    "empty/readme.txt": "",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
});

after(() => rm(folder, { recursive: true, force: true }));

const world = (text: string | Uint8Array = "") => ({
  stdin: async () => Buffer.from(text as string),
  signal: new AbortController().signal,
});

const readText = (text: string | Uint8Array, source: Partial<ManifestSource> = {}) =>
  readManifests({ filenames: ["-"], ...source }, world(text));

/** The names of the objects in files of the test's folder. */
async function namesIn(filenames: string[], source: Partial<ManifestSource> = {}): Promise<(string | undefined)[]> {
  const paths = filenames.map((name) => (name === "-" ? name : join(folder, name)));
  const read = await readManifests({ filenames: paths, ...source }, world());
  return read.map(({ object }) => object.metadata?.name);
}

async function failureOf(read: Promise<unknown>): Promise<Failure> {
  try {
    await read;
  } catch (error) {
    assert.ok(error instanceof CliError, String(error));
    return error;
  }
  throw new Error("it did not fail");
}

// Where svcctl means to differ from kubectl, and the tests below that say how
const DIFFERENT = new Set(
  (
    "cyc.yaml flow.yaml lab.yaml nest.yaml noanchor.yaml tab.yaml trunc.json seps2.yaml second.yaml " +
    "directive.yaml dup.yaml proto.yaml klist.yaml tags.yaml tags2.yaml"
  ).split(" "),
);

for (const { name, text, objects, fails } of recording.files.filter((file) => !DIFFERENT.has(file.name))) {
  test(`${name} is read as kubectl reads it`, async () => {
    const read = readText(text, { validates: false });
    if (fails !== undefined) {
      assert.equal((await failureOf(read)).text.replaceAll("STDIN", name), fails);
      return;
    }
    const found = (await read).map(({ object }) => ({ ...object, metadata: object.metadata ?? {} }));
    assert.deepEqual(found, objects);
  });
}

const REFUSED: Record<string, [text: string | Uint8Array, message: RegExp]> = {
  "a tab in the indentation": [
    "a:\n\t- b\n",
    /^error parsing STDIN: error converting YAML to JSON: yaml: line 2, column 1: found character that cannot start any token$/,
  ],
  "an unclosed list": ["a: [1", /yaml: line 1, column \d+: did not find expected ',' or '\]'$/],
  "a mapping inside a line": ["a: b: c\n", /yaml: line 1, column 5: mapping values are not allowed in this context$/],
  "an unknown anchor": ["a: *nope\n", /unknown anchor 'nope' referenced$/],
  "a list that holds itself": ["a: &x [*x]\n", /anchor value contains itself$/],
  "a key twice": ["kind: A\nmetadata: {}\nmetadata: {}\n", /line 3, column 1: key "metadata" already set in map$/],
  "the key __proto__ in YAML": ["kind: A\n__proto__: {a: 1}\n", /the key "__proto__" is not allowed$/],
  "the key __proto__ in JSON": ['{"kind": "A", "a": [{"__proto__": 1}]}', /the key "__proto__" is not allowed$/],
  "a tag that is not plain data": ["a: !!js/function 'x'\n", /unknown scalar tag/],
  infinity: ["a: .inf\n", /json: unsupported value: \+Inf$/],
  "bytes that are no text": [Uint8Array.of(0x61, 0xff, 0xfe), /line 1, column 2: invalid UTF-8: this is no text$/],
  "control characters": ["a: b\nc: \u0001\n", /line 2, column 4: control characters are not allowed$/],
  "an error in the second document": [
    `${CONFIG_MAP("a")}---\na: [1`,
    /yaml: line 5, column \d+: did not find expected/,
  ],
  "an error behind JSON": [
    '{"kind":"A","apiVersion":"v1"}\n---\na: [1',
    /yaml: line 3, column \d+: did not find expected/,
  ],
};

for (const [what, [text, message]] of Object.entries(REFUSED)) {
  test(`${what} is refused in one line that tells the place`, async () => {
    const failure = await failureOf(readText(text));
    assert.match(failure.message, message);
    assert.equal(failure.message.includes("\n"), false);
    assert.equal(failure.exitCode, ExitCode.invalid);
  });
}

test("a bomb of aliases is refused before it goes off", async () => {
  const levels = "bcdefghijk"
    .split("")
    .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[at]}`).join(",")}]`);
  const failure = await failureOf(readText(["a: &a [lol]", ...levels].join("\n")));
  assert.match(failure.message, /document contains excessive aliasing or too many values$/);
});

test("aliases and merge keys are copied out, so that no two objects share a part", async () => {
  const text = "kind: A\napiVersion: v1\nbase: &b {x: {k: 1}}\none: *b\ntwo: {<<: *b, z: 2}\n";
  const [manifest] = await readText(text);
  const { one, two, base } = (manifest?.object ?? {}) as Record<string, Record<string, unknown>>;
  assert.deepEqual([one, two], [{ x: { k: 1 } }, { x: { k: 1 }, z: 2 }]);
  assert.notEqual(one?.["x"], base?.["x"]);
});

test("lists inside each other beyond the limit are refused, in YAML and in JSON", async () => {
  for (const text of [`a: ${"[".repeat(5_000)}`, `{"a": ${"[".repeat(5_000)}${"]".repeat(5_000)}}`]) {
    assert.match((await failureOf(readText(text))).message, /nest/);
  }
});

test("50 MB of YAML are refused without being parsed", async () => {
  const failure = await failureOf(readText(Buffer.alloc(50_000_000, "a: b\n")));
  assert.equal(failure.message, "error parsing STDIN: more than 10485760 characters are too many for YAML");
});

test("a stream without end is refused at the limit", async () => {
  let read = 0;
  async function* zeros() {
    for (; ; read++) yield Buffer.alloc(1024 * 1024);
  }
  await assert.rejects(readStream(zeros(), "STDIN"), { exitCode: ExitCode.invalid });
  assert.ok(read <= 64, `${read} MiB`);
});

test("a device without end is refused at the limit", { skip: !existsSync("/dev/zero") }, async () => {
  const failure = await failureOf(readManifests({ filenames: ["/dev/zero"] }, world()));
  assert.equal(failure.message, "error parsing /dev/zero: more than 67108864 bytes are too many for manifests");
});

test(
  "a file that says it is empty, but has no end, is refused at the limit",
  { skip: !existsSync(PAGEMAP) },
  async () => {
    const failure = await failureOf(readManifests({ filenames: [PAGEMAP] }, world()));
    assert.match(failure.message, /: more than 67108864 bytes are too many for manifests$/);
  },
);

test("Lists are read as their items, however deep, and typed lists tell their items' kind", async () => {
  const item = '{"apiVersion":"v1","kind":"Service","metadata":{"name":"x"}}';
  const typed = '{"apiVersion":"v1","kind":"ServiceList","items":[{"metadata":{"name":"y"}}]}';
  const read = await readText(`{"apiVersion":"v1","kind":"List","items":[${item},${typed}]}`);
  assert.deepEqual(
    read.map(({ object }) => [object.apiVersion, object.kind, object.metadata?.name]),
    [
      ["v1", "Service", "x"],
      ["v1", "Service", "y"],
    ],
  );
});

test("a document without kind is refused in the words of validation, or of decoding", async () => {
  const text = "apiVersion: v1\nmetadata: {name: x}\n";
  assert.equal(
    (await failureOf(readText(text))).message,
    'error validating "STDIN": error validating data: kind not set; if you choose to ignore these errors, ' +
      "turn validation off with --validate=false",
  );
  assert.equal(
    (await failureOf(readText(text, { validates: false }))).message,
    `unable to decode "STDIN": Object 'Kind' is missing in '{"apiVersion":"v1","metadata":{"name":"x"}}'`,
  );
});

test("a document with neither apiVersion nor kind is told both, and a scalar that it is no object", async () => {
  assert.match(
    (await failureOf(readText("a: 1"))).message,
    /error validating data: \[apiVersion not set, kind not set\];/,
  );
  assert.match((await failureOf(readText("hello"))).message, /error validating data: invalid object to validate;/);
});

test("an apiVersion that is no string is refused in the words of kubectl's decoder", async () => {
  // kubectl v1.36.4: label --local -f - a=b
  assert.equal(
    (await failureOf(readText('{"apiVersion":0,"kind":"Service"}', { validates: false }))).message,
    'unable to decode "STDIN": json: cannot unmarshal number into Go struct field ' +
      "metadataOnlyObject.TypeMeta.apiVersion of type string",
  );
});

test("labels that are no strings are refused", async () => {
  const text = "apiVersion: v1\nkind: A\nmetadata: {labels: {a: 1}}\n";
  assert.match(
    (await failureOf(readText(text))).message,
    /cannot unmarshal number into Go struct field ObjectMeta.metadata.labels/,
  );
});

test("a folder is read by name, without what lies below it", async () => {
  assert.deepEqual(await namesIn(["dir"]), ["a", "b", "c"]);
});

test("with -R the folders below are read, too", async () => {
  assert.deepEqual(await namesIn(["dir"], { recursive: true }), ["a", "b", "c", "d"]);
});

test("a file that is named is read whatever its ending", async () => {
  assert.deepEqual(await namesIn(["other.txt"]), ["named"]);
});

test("a pattern is read as what it matches, sorted; a file of that name comes first", async () => {
  assert.deepEqual(await namesIn(["dir/*.y*ml"]), ["a", "b"]);
  assert.deepEqual(await namesIn(["d?r/[ab].*"]), ["a", "b"]);
  assert.deepEqual(await namesIn(["[odd].yaml"]), ["odd"]);
});

test("files are read in the order named, and their objects know where they come from", async () => {
  const read = await readManifests({ filenames: [join(folder, "dir/b.yaml"), "-"] }, world(CONFIG_MAP("stdin")));
  assert.deepEqual(
    read.map(({ object, source }) => [object.metadata?.name, source]),
    [
      ["b", join(folder, "dir/b.yaml")],
      ["stdin", "STDIN"],
    ],
  );
});

test("a path that is not there is refused, a pattern that matches nothing too", async () => {
  for (const path of ["/nope.yaml", "/nope-*.yaml"]) {
    const failure = await failureOf(readManifests({ filenames: [path] }, world()));
    assert.equal(failure.message, `the path "${path}" does not exist`);
  }
});

test("a folder without manifests is refused", async () => {
  const failure = await failureOf(namesIn(["empty"]));
  assert.equal(
    failure.message,
    `error reading [${join(folder, "empty")}]: recognized file extensions are [.json .yaml .yml]`,
  );
});

test("standard input cannot be named twice", async () => {
  assert.equal((await failureOf(namesIn(["-", "-"]))).message, "standard input cannot be used for multiple arguments");
});

test("one bad file keeps all objects back", async () => {
  assert.match((await failureOf(namesIn(["dir", "bad.yaml"]))).message, /^error parsing .*bad.yaml: /);
});

test("whoever takes failures gets the good objects", async () => {
  const failures: Failure[] = [];
  assert.deepEqual(await namesIn(["bad.yaml", "dir"], { onFailure: (failure) => void failures.push(failure) }), [
    "a",
    "b",
    "c",
  ]);
  assert.equal(failures.length, 1);
});

test("a document that is no object does not keep the others of its file back", async () => {
  const failures: Failure[] = [];
  const text = `${CONFIG_MAP("a")}---\nkind: A\n---\n${CONFIG_MAP("b")}`;
  const read = await readText(text, { onFailure: (failure) => void failures.push(failure) });
  assert.deepEqual(
    read.map(({ object }) => object.metadata?.name),
    ["a", "b"],
  );
  assert.match(failures[0]?.message ?? "", /apiVersion not set/);
});

test("no documents at all make no objects", async () => {
  assert.deepEqual(await readText(""), []);
  assert.deepEqual(await readText("# nothing\n---\n---\n"), []);
});
