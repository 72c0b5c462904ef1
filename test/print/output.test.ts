import assert from "node:assert/strict";
import { test } from "node:test";

import { Chalk } from "chalk";

import { customColumnsPrinter } from "../../src/print/custom-columns.ts";
import { GET_FORMATS, type Output, parseOutput } from "../../src/print/output-format.ts";
import { eventPrinter, objectPrinter } from "../../src/print/output.ts";
import { listOf } from "../../src/print/structured.ts";

const look = { style: new Chalk({ level: 0 }) };
const web = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web" },
  spec: { ports: [{ port: 80 }, { port: 443 }] },
};
const db = { apiVersion: "v1", kind: "Service", metadata: { name: "db" }, spec: {} };

const columns = (argument: string, format: Output["format"] = "custom-columns") =>
  customColumnsPrinter({ format, argument }, look, { noHeaders: false });

test("the formats that print data may be written in capitals, the others may not", () => {
  assert.equal(parseOutput("YAML").format, "yaml");
  assert.throws(() => parseOutput("WIDE", GET_FORMATS), /unable to match a printer/);
});

test("what stands behind the equals sign is the template, unless --template gives one", () => {
  assert.deepEqual(parseOutput("jsonpath={.a=b}"), { format: "jsonpath", argument: "{.a=b}" });
  assert.deepEqual(parseOutput("jsonpath", GET_FORMATS, "{.a}"), { format: "jsonpath", argument: "{.a}" });
});

test("an unknown format is refused with those that there are", () => {
  assert.throws(() => parseOutput("nonsense"), {
    message:
      'unable to match a printer suitable for the output format "nonsense", ' +
      "allowed formats are: json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,yaml",
    exitCode: 2,
  });
  assert.throws(() => parseOutput("json=x"), /unable to match a printer suitable for the output format "json=x"/);
  assert.throws(() => parseOutput("wide"), /unable to match a printer/);
});

test("a Go template is refused with what to use instead", () => {
  assert.throws(() => parseOutput("go-template={{.kind}}", GET_FORMATS), /use -o jsonpath=… or -o custom-columns=…$/);
  assert.throws(() => parseOutput("template"), /-o template is not supported: use -o jsonpath=…$/);
});

test("a template that is missing or does not parse is refused before anything is printed", () => {
  assert.throws(() => objectPrinter(parseOutput("jsonpath=")), {
    message: "template format specified but no template given",
  });
  assert.throws(() => objectPrinter(parseOutput("jsonpath={.items[")), {
    message: "error parsing jsonpath {.items[, unterminated array",
  });
});

test("on a terminal, what a template finds is shown, not obeyed", () => {
  const output = parseOutput('jsonpath={.a}{"\\n"}');
  const hostile = { kind: "A", a: "\u001b[2J\u202e" };
  assert.equal(objectPrinter(output)(hostile), "\u001b[2J\u202e\n");
  assert.equal(objectPrinter({ ...output, isTTY: true })(hostile), "^[[2J\\u{202e}\n");
});

test("YAML documents are parted, from the second on", () => {
  const print = objectPrinter(parseOutput("yaml"));
  assert.equal(print({ kind: "A" }) + print({ kind: "B" }), "kind: A\n---\nkind: B\n");
});

test("names of a list stand below each other", () => {
  assert.equal(objectPrinter(parseOutput("name"))(listOf([web, db])), "service/web\nservice/db\n");
});

test("several objects make a List", () => {
  assert.equal(
    objectPrinter(parseOutput("yaml"))(listOf([])),
    'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n',
  );
});

test("watch events are one line of JSON each, and under -o name the object's name alone", () => {
  const json = parseOutput("json");
  assert.equal(
    eventPrinter(json, objectPrinter(json))("ADDED", { kind: "A" }),
    '{"type":"ADDED","object":{"kind":"A"}}\n',
  );
  const name = parseOutput("name");
  assert.equal(eventPrinter(name, objectPrinter(name))("ADDED", web), "service/web\n");
  const path = parseOutput("jsonpath={.type} {.object.metadata.name}");
  assert.equal(eventPrinter(path, objectPrinter(path))("DELETED", web), "DELETED web");
});

test("custom columns keep their headers as typed, join what they find and say what they do not", () => {
  assert.equal(
    columns("Name:.metadata.name,ports:spec.ports[*].port")(listOf([web, db])),
    "Name   ports\nweb    80,443\ndb     <none>\n",
  );
});

test("custom columns show lists and objects as Go prints them", () => {
  assert.equal(columns("P:.spec.ports")(web), "P\n[map[port:80] map[port:443]]\n");
});

test("headers of custom columns stand above the first objects alone", () => {
  const print = columns("N:.metadata.name");
  assert.equal(print(web) + print(db), "N\nweb\ndb\n");
});

test("custom columns may come from a file", () => {
  assert.equal(
    columns("NAME  PORT\n.metadata.name  .spec.ports[0].port\n", "custom-columns-file")(web),
    "NAME   PORT\nweb    80\n",
  );
});

for (const [specification, message] of Object.entries({
  "": "custom-columns format specified but no custom columns given",
  "A:.a,B": "unexpected custom-columns spec: B, expected <header>:<json-path-expr>",
  "A:{.a}{.b}":
    "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
  "A:.a[": "error parsing jsonpath {.a[}, unterminated array",
})) {
  test(`the custom columns "${specification}" are refused`, () => {
    assert.throws(() => columns(specification), { message });
  });
}

for (const [text, message] of Object.entries({
  "": /^invalid template, missing header line\. Expected format is one line of space separated headers/,
  "NAME\n": /^invalid template, missing spec line\./,
  "NAME TYPE\n.a\n": /^number of headers \(2\) and field specifications \(1\) don't match$/,
})) {
  test(`a file of custom columns that holds ${JSON.stringify(text)} is refused`, () => {
    assert.throws(() => columns(text, "custom-columns-file"), { message });
  });
}

test("-o name shows control characters on a terminal, and leaves names alone in a pipe", () => {
  const evil = { apiVersion: "v1", kind: "Service", metadata: { name: "web\u001b[2J" } };
  assert.equal(objectPrinter({ format: "name", argument: "", isTTY: true })(evil), "service/web^[[2J\n");
  assert.equal(objectPrinter({ format: "name", argument: "", isTTY: false })(evil), "service/web\u001b[2J\n");
});

test("a path that an object's list is too short for is told, and is no fault of svcctl's", () => {
  assert.throws(() => columns("N:.metadata.name,P:.spec.ports[5].port")(web), {
    name: "UsageError",
    message: "array index out of bounds: index 5, length 2",
  });
});

test("a file of a template that is empty prints nothing, a template that is missing is refused", () => {
  assert.equal(objectPrinter({ format: "jsonpath-file", argument: "" })(web), "");
  assert.throws(() => objectPrinter({ format: "jsonpath", argument: "" }), {
    message: "template format specified but no template given",
  });
});
