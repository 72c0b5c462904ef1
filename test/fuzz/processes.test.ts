import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { test, type TestContext } from "node:test";

import { startFaultyServer } from "../support/faulty-server.ts";
import { program, programWords } from "../support/program.ts";
import { honestAnswer } from "./hostile-api.ts";
import { mutate, type Mutation } from "./hostile-data.ts";

/** util-linux's: runs a command with a terminal of its own. */
const recorder = "script";
const absent = spawnSync(recorder, ["--version"]).status !== 0;

/** Every text of an answer becomes this one: a window's title, a bell, colours, other directions, C1. */
const HOSTILE = "\u001b]0;owned\u0007\u001b[31m\u009b2J\u202e\u200b\u007f\r\n\u2028end";

const LINES = [
  "get svc -o wide --show-labels",
  "get svc -o json",
  "get svc -o yaml",
  "get svc -o jsonpath={.items[*].spec}{.items[*].metadata}",
  "get svc -o custom-columns=A:.metadata.name,B:.spec",
  "describe svc",
  "endpoints -o wide",
  "check",
  "events",
  "dns",
  "api-resources",
  "auth whoami",
];

const changes: Mutation[] = Array.from({ length: 40 }, (_, at) => ({
  at: at * 7,
  how: "alike",
  value: HOSTILE,
  key: HOSTILE,
  number: 1,
}));

async function startHostileServer(t: TestContext): Promise<string> {
  const { url } = await startFaultyServer(
    t,
    ({ method, path, headers }, response) => {
      const honest = honestAnswer({ method: method as "GET", path, ...(headers.accept && { accept: headers.accept }) });
      const warning = '299 - "\\u001b[31m\u009b31mred"';
      if (honest === undefined) response.writeHead(404, { "content-type": "text/plain" }).end(HOSTILE);
      else response.writeHead(200, { "content-type": "application/json", warning }).end(JSON.stringify(spoil(honest)));
    },
    { plain: true },
  );
  return url;
}

/** Texts alone are changed, but those by which the answer's kind is known. */
function spoil(honest: string): unknown {
  const { kind, apiVersion, metadata, ...fields } = JSON.parse(honest);
  return { kind, apiVersion, metadata, ...(mutate(JSON.stringify(fields), changes) as object) };
}

/** Everything that a terminal was sent while a command line ran, without the line ends that the terminal itself makes. */
async function terminalText(words: readonly string[]): Promise<{ shown: string; status: number }> {
  const line = [program, ...programWords, ...words].map((word) => `'${word}'`).join(" ");
  const child = spawn(recorder, ["-qec", line, "/dev/null"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"],
      TERM: "dumb",
      NO_COLOR: "1",
      HOME: "/nonexistent",
      XDG_STATE_HOME: "/nonexistent",
    },
  });
  const [shown, [status]] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { shown: shown.replaceAll("\r\n", "\n"), status: status as number };
}

test("no command of the built program lets an answer command a real terminal", { skip: absent }, async (t) => {
  const url = await startHostileServer(t);
  const outcomes = await Promise.all(LINES.map((line) => terminalText(["-s", url, ...line.split(" ")])));
  for (const [at, { shown, status }] of outcomes.entries()) {
    assert.notEqual(shown, "", LINES[at]);
    assert.match(shown, /owned/i, `${LINES[at]} shows what the server sent`);
    assert.doesNotMatch(
      shown,
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/,
      `${LINES[at]}: ${JSON.stringify(shown)}`,
    );
    assert.doesNotMatch(shown, /internal error|^\s+at /m, LINES[at]);
    assert.ok(status < 128, `${LINES[at]} ended with ${status}`);
  }
});
