import assert from "node:assert/strict";
import { test } from "node:test";

import { ageSince, humanDuration } from "../../src/model/age.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

// apimachinery's own cases: k8s.io/apimachinery/pkg/util/duration
const CASES: [number, string][] = [
  [SECOND, "1s"],
  [70 * SECOND, "70s"],
  [190 * SECOND, "3m10s"],
  [70 * MINUTE, "70m"],
  [47 * HOUR, "47h"],
  [49 * HOUR, "2d1h"],
  [8 * DAY + 2 * HOUR, "8d"],
  [367 * DAY, "367d"],
  [2 * YEAR + 25 * HOUR, "2y1d"],
  [8 * YEAR + 2 * HOUR, "8y"],
  [-2 * SECOND, "<invalid>"],
  [-1.9 * SECOND, "0s"],
  [0, "0s"],
  [SECOND - 1, "0s"],
  [2 * MINUTE - 1, "119s"],
  [2 * MINUTE, "2m"],
  [2 * MINUTE + SECOND, "2m1s"],
  [10 * MINUTE - 1, "9m59s"],
  [10 * MINUTE, "10m"],
  [10 * MINUTE + SECOND, "10m"],
  [3 * HOUR - 1, "179m"],
  [3 * HOUR, "3h"],
  [3 * HOUR + MINUTE, "3h1m"],
  [8 * HOUR - 1, "7h59m"],
  [8 * HOUR, "8h"],
  [8 * HOUR + 59 * MINUTE, "8h"],
  [2 * DAY - 1, "47h"],
  [2 * DAY, "2d"],
  [8 * DAY - 1, "7d23h"],
  [8 * DAY, "8d"],
  [8 * DAY + 23 * HOUR, "8d"],
  [2 * YEAR - 1, "729d"],
  [2 * YEAR, "2y"],
  [2 * YEAR + 23 * HOUR, "2y"],
  [3 * YEAR, "3y"],
  [8 * YEAR - 1, "7y364d"],
  [8 * YEAR, "8y"],
];

for (const [milliseconds, expected] of CASES) {
  test(`${milliseconds} ms is written ${expected}`, () => {
    assert.equal(humanDuration(milliseconds), expected);
  });
}

test("the age of an absent timestamp is unknown", () => {
  assert.equal(ageSince(undefined, new Date(0)), "<unknown>");
});

test("an age is the time between the timestamp and now", () => {
  assert.equal(ageSince("2026-11-23T02:08:13Z", new Date("2026-11-23T02:11:13Z")), "3m");
});
