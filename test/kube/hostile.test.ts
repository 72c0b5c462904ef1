import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";

import fc from "fast-check";

import { CliError } from "../../src/errors.ts";
import { ConnectionError } from "../../src/kube/connection-error.ts";
import { readEvents } from "../../src/kube/event-lines.ts";
import { parseAnswer } from "../../src/kube/parse-answer.ts";
import { refusal } from "../../src/kube/refusal.ts";
import { toTable } from "../../src/kube/table.ts";
import { warningTexts } from "../../src/kube/warnings.ts";
import { parseKubeconfig } from "../../src/kubeconfig/parse.ts";

const NOW = new Date("2026-01-01T00:00:00Z");

/** JSON in which the fields that a Status or a Table has turn up often, and hold anything. */
const likeStatus = fc.record(
  {
    kind: fc.constantFrom("Status", "Table", "List", 5),
    status: fc.oneof(fc.constantFrom("Failure", "Success"), fc.jsonValue()),
    message: fc.oneof(fc.string(), fc.jsonValue()),
    reason: fc.oneof(fc.constantFrom("Invalid", "Unauthorized", "NotFound", "__proto__"), fc.jsonValue()),
    code: fc.oneof(fc.integer(), fc.jsonValue()),
    details: fc.oneof(
      fc.record({
        kind: fc.jsonValue(),
        name: fc.jsonValue(),
        causes: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
      }),
      fc.jsonValue(),
    ),
  },
  { requiredKeys: [] },
);

test("whatever an API server refuses with, it comes out as text with an exit code", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        likeStatus.map((value) => JSON.stringify(value)),
        fc.string(),
      ),
      fc.integer({ min: 100, max: 599 }),
      (body, code) => {
        const error = refusal(code, body, { method: "GET", resource: "services", name: "web" });
        assert.equal(typeof error.text, "string");
        assert.equal(typeof error.prefixed("here").collectedText, "string");
        assert.ok(error.exitCode >= 1);
      },
    ),
    { numRuns: 2000 },
  );
});

test("whatever a server answers, it is an object or an error that names the request", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
      try {
        assert.equal(typeof parseAnswer(body, "GET /x"), "object");
      } catch (thrown) {
        assert.ok(thrown instanceof CliError, String(thrown));
        assert.match(thrown.message, /GET \/x/);
      }
    }),
    { numRuns: 2000 },
  );
});

test("whatever objects stand in the place of a table, they become one or are refused", () => {
  const object = fc.oneof(
    likeStatus,
    fc.dictionary(fc.constantFrom("items", "metadata", "kind", "rows"), fc.jsonValue()),
  );
  fc.assert(
    fc.property(object, (value) => {
      try {
        const table = toTable(value as never, NOW);
        assert.ok(Array.isArray(table.rows));
        assert.ok(Array.isArray(table.columnDefinitions));
      } catch (thrown) {
        assert.ok(thrown instanceof ConnectionError, String(thrown));
        assert.match(thrown.text, /^error: the server's answer is not a (?:Table|list|Kubernetes object)$/);
      }
    }),
    { numRuns: 2000 },
  );
});

test("a watch's lines are told whole, wherever the network cuts them", async () => {
  const line = fc.record({ type: fc.string(), object: fc.dictionary(fc.string(), fc.jsonValue()) });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 5 }), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
      const bytes = Buffer.from(lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      const told = [];
      for await (const event of readEvents(Readable.from(chunks))) told.push(event);
      assert.deepEqual(told, JSON.parse(JSON.stringify(lines)));
    }),
    { numRuns: 300 },
  );
});

test("whatever stands in a Warning header, its texts are strings", () => {
  const header = fc.oneof(
    fc.string(),
    fc.string().map((text) => `299 - ${JSON.stringify(text)}`),
  );
  fc.assert(
    fc.property(fc.array(header), (headers) => warningTexts(headers).every((text) => typeof text === "string")),
    { numRuns: 2000 },
  );
});

test("whatever stands in a kubeconfig, it is read or refused in one line that names it", () => {
  const entry = fc.record(
    { name: fc.oneof(fc.string(), fc.jsonValue()), cluster: fc.jsonValue(), user: fc.jsonValue() },
    { requiredKeys: [] },
  );
  const config = fc.record(
    {
      kind: fc.constantFrom("Config", "Pod"),
      clusters: fc.oneof(fc.array(entry), fc.jsonValue()),
      users: fc.array(entry),
      "current-context": fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        config.map((value) => JSON.stringify(value)),
        fc.string({ unit: "binary" }),
      ),
      (text) => {
        try {
          parseKubeconfig(text, "k");
        } catch (thrown) {
          assert.ok(thrown instanceof CliError, String(thrown));
          assert.match(thrown.message, /^error loading config file "k": .+$/s);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
