import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { parseProtobuf } from "../../../src/sandbox/api/parse-protobuf.ts";
import { ProtobufError } from "../../../src/sandbox/api/protobuf-reader.ts";
import { decode } from "../../../src/sandbox/schema/decode.ts";
import { schemaOf } from "../../../src/sandbox/schema/schema.ts";

/** What kubectl 1.36 sent for a command, and the same object as its `--dry-run=client -o json` prints it. */
interface Sent {
  command: string;
  body: string;
  object: KubeObject;
}

const sent = JSON.parse(readFileSync(new URL("../../recordings/api/protobuf.json", import.meta.url), "utf8")) as Sent[];

function understood(raw: unknown): KubeObject {
  const { apiVersion = "", kind = "" } = raw as KubeObject;
  const schema = schemaOf(apiVersion, kind);
  assert.ok(schema, `${apiVersion} ${kind}`);
  return decode(schema, raw).object;
}

for (const { command, body, object } of sent) {
  test(`${command} is read as the object that it means`, () => {
    const parsed = understood(parseProtobuf(Buffer.from(body, "base64")));
    const { namespace: _, ...metadata } = parsed.metadata ?? {};
    const { namespace: __, ...expected } = understood(object).metadata ?? {};
    assert.deepEqual({ ...parsed, metadata }, { ...understood(object), metadata: expected });
  });
}

test("a body cut short anywhere is refused or read in part, but never fails otherwise", () => {
  for (const { body } of sent) {
    const bytes = Buffer.from(body, "base64");
    for (let end = 0; end < bytes.length; end++) {
      try {
        parseProtobuf(bytes.subarray(0, end));
      } catch (error) {
        assert.ok(error instanceof ProtobufError, String(error));
      }
    }
  }
});

test("a body with any one byte changed is refused or read, but never fails otherwise", () => {
  for (const { body } of sent) {
    const bytes = Buffer.from(body, "base64");
    for (let at = 4; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = 255 - (changed[at] ?? 0);
      try {
        parseProtobuf(changed);
      } catch (error) {
        assert.ok(error instanceof ProtobufError, String(error));
      }
    }
  }
});

test("a body that is no protobuf is refused in the API server's words", () => {
  const words = "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]";
  assert.throws(() => parseProtobuf(Buffer.from("{}")), new ProtobufError(words));
});
