import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject } from "../../src/model/snapshot.ts";
import { readRecording } from "../support/recordings.ts";
import { runLine } from "../support/run.ts";

interface Recording {
  exposed: { source: KubeObject; argv: string[]; object: KubeObject }[];
  created: { argv: string[]; object: KubeObject }[];
  refusedExpose: { source: KubeObject; argv: string[]; error: string }[];
  refusedCreate: { argv: string[]; error: string }[];
}

const { exposed, created, refusedExpose, refusedCreate } = readRecording<Recording>("kubectl-generated.json");

/** The command line with flags put before `--`. */
function withFlags(argv: readonly string[], flags: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return end < 0 ? [...argv, ...flags] : [...argv.slice(0, end), ...flags, ...argv.slice(end)];
}

const AS_JSON = ["--dry-run=client", "-o", "json"];
const title = ({ kind, metadata }: KubeObject, argv: readonly string[]) =>
  `${kind} ${metadata?.name?.slice(0, 9)} ${argv.join(" ")}`;

for (const { source, argv, object } of exposed) {
  test(`without a cluster, expose makes what kubectl makes: ${title(source, argv)}`, async () => {
    const { stdout, stderr, error } = await runLine(["expose", "-f", "-", ...argv, ...AS_JSON], {
      stdin: JSON.stringify(source),
    });
    assert.equal(error, undefined);
    assert.equal(stderr, "");
    assert.deepEqual(JSON.parse(stdout), object);
  });
}

for (const { argv, object } of created) {
  test(`without a cluster, create makes what kubectl makes: ${argv.join(" ")}`, async () => {
    const { stdout, stderr, error } = await runLine(["create", ...withFlags(argv, AS_JSON)]);
    assert.equal(error, undefined);
    assert.equal(stderr, "");
    assert.deepEqual(JSON.parse(stdout), object);
  });
}

for (const { source, argv, error: expected } of refusedExpose) {
  test(`expose refuses in kubectl's words: ${title(source, argv)}`, async () => {
    const stdin = JSON.stringify(source);
    const { stdout, error } = await runLine(["expose", "-f", "-", ...argv, "--dry-run=client"], { stdin });
    assert.equal(stdout, "");
    assert.equal(error?.text, expected);
  });
}

for (const { argv, error: expected } of refusedCreate) {
  test(`create refuses in kubectl's words: ${argv.join(" ")}`, async () => {
    const dryRun = argv.some((word) => word.startsWith("--dry-run")) ? [] : ["--dry-run=client"];
    const { stdout, error } = await runLine(["create", ...withFlags(argv, dryRun)]);
    assert.equal(stdout, "");
    assert.equal(error?.text, expected);
  });
}
