import assert from "node:assert/strict";
import { test } from "node:test";

import { changeLog } from "../../src/commands/trace-log.ts";

const at = (seconds: number) => new Date(2026, 0, 1, 12, 0, seconds);

test("changes are listed with their times, in the terminal's width", () => {
  const log = changeLog(at(0));
  assert.equal(log.report(80), "");
  log.add(at(7), ["endpoints 1 of 2 ready", "endpoint 10.0.0.2:80 (web-b) ready → not ready"]);
  assert.equal(
    log.report(40),
    `Changes since 12:00:00:
12:00:07  endpoints 1 of 2 ready
12:00:07  endpoint 10.0.0.2:80 (web-b)
          ready → not ready
`,
  );
});

test("as many of the latest changes are shown as there are rows", () => {
  const log = changeLog(at(0));
  log.add(at(1), ["one", "two", "three"]);
  assert.deepEqual(log.latest(80, 2), ["12:00:01  two", "12:00:01  three"]);
  assert.deepEqual(log.latest(80, 9).length, 3);
});

test("of very many changes the latest thousand are kept, and the others counted", () => {
  const log = changeLog(at(0));
  for (let change = 0; change < 1005; change++) log.add(at(1), [`change ${change}`]);
  const [head, first, ...rest] = log.report(80).trimEnd().split("\n");
  assert.equal(head, "Changes since 12:00:00, without the 5 earliest:");
  assert.equal(first, "12:00:01  change 5");
  assert.equal(rest.length, 999);
});
