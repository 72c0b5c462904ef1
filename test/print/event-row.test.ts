import assert from "node:assert/strict";
import { test } from "node:test";

import { compareEvents, eventRow } from "../../src/print/event-row.ts";

const now = new Date("2026-01-01T01:00:00Z");
const event = (parts: Record<string, unknown>) => ({
  involvedObject: { kind: "Pod", name: "web-1" },
  type: "Normal",
  reason: "Started",
  message: " Started container \n",
  ...parts,
});

const lastSeen = (parts: Record<string, unknown>) => eventRow(event(parts), now)[0];

test("an event tells when, of which type, why, about what, and the message without space around it", () => {
  assert.deepEqual(eventRow(event({ firstTimestamp: "2026-01-01T00:59:55Z" }), now), [
    "5s",
    "Normal",
    "Started",
    "Pod/web-1",
    "Started container",
  ]);
});

test("an event that came again tells how often and since when", () => {
  const times = { firstTimestamp: "2026-01-01T00:50:00Z", lastTimestamp: "2026-01-01T00:59:55Z" };
  assert.equal(lastSeen({ ...times, count: 3 }), "5s (x3 over 10m)");
});

test("a series tells its own count and last time", () => {
  const series = { count: 7, lastObservedTime: "2026-01-01T00:59:58.000000Z" };
  assert.equal(lastSeen({ eventTime: "2026-01-01T00:58:30.000000Z", series }), "2s (x7 over 90s)");
});

test("an event without times is unknown", () => {
  assert.equal(lastSeen({ firstTimestamp: null, eventTime: null }), "<unknown>");
});

test("events are ordered by when they were seen last", () => {
  const first = event({ lastTimestamp: "2026-01-01T00:00:01Z" });
  const second = event({ eventTime: "2026-01-01T00:00:02.000000Z" });
  const third = event({ series: { count: 2, lastObservedTime: "2026-01-01T00:00:03.000000Z" } });
  assert.deepEqual([third, first, second].toSorted(compareEvents), [first, second, third]);
});
