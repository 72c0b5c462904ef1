import assert from "node:assert/strict";
import { test } from "node:test";

import { canonicalQuantity } from "../../../src/sandbox/schema/quantity.ts";
import { canonicalTime } from "../../../src/sandbox/schema/times.ts";

// cases of apimachinery's resource.Quantity documentation and tests
const QUANTITIES: [string, string][] = [
  ["0", "0"],
  ["0Ki", "0"],
  ["1", "1"],
  ["1000m", "1"],
  ["0.5", "500m"],
  ["1.5Gi", "1536Mi"],
  ["1024Mi", "1Gi"],
  ["1000Mi", "1000Mi"],
  ["512Ki", "512Ki"],
  ["0.5Ki", "512"],
  ["100000", "100k"],
  ["1e3", "1e3"],
  ["1E3", "1e3"],
  ["12e6", "12e6"],
  ["123456789", "123456789"],
  ["1.1n", "2n"],
  ["-500m", "-500m"],
  ["+1", "1"],
  [".5", "500m"],
  ["5.", "5"],
];
for (const [text, expected] of QUANTITIES) {
  test(`the quantity ${text} is written ${expected}`, () => {
    assert.equal(canonicalQuantity(text), expected);
  });
}

for (const text of ["", "x", "1.2.3", "1 Gi", "Gi", "1gi", "--1", "."]) {
  test(`"${text}" is no quantity`, () => {
    assert.throws(() => canonicalQuantity(text), /quantities must match the regular expression/);
  });
}

const TIMES: [string, 0 | 6, string][] = [
  ["2026-01-02T03:04:05Z", 0, "2026-01-02T03:04:05Z"],
  ["2026-01-02T03:04:05.987Z", 0, "2026-01-02T03:04:05Z"],
  ["2026-01-02T03:04:05+02:00", 0, "2026-01-02T01:04:05Z"],
  ["2026-01-02T03:04:05.123456Z", 6, "2026-01-02T03:04:05.123456Z"],
  ["2026-01-02T03:04:05Z", 6, "2026-01-02T03:04:05.000000Z"],
];
for (const [text, digits, expected] of TIMES) {
  test(`the time ${text} with ${digits} digits of a second is written ${expected}`, () => {
    assert.equal(canonicalTime(text, digits), expected);
  });
}

const LAYOUT = "2006-01-02T15:04:05Z07:00";
const NO_TIMES: [string, string][] = [
  ["", `parsing time "" as "${LAYOUT}": cannot parse "" as "2006"`],
  ["2026-01-02", `parsing time "2026-01-02" as "${LAYOUT}": cannot parse "" as "T"`],
  ["2026-01-02T03:04:05", `parsing time "2026-01-02T03:04:05" as "${LAYOUT}": cannot parse "" as "Z07:00"`],
  ["2026-13-02T03:04:05Z", 'parsing time "2026-13-02T03:04:05Z": month out of range'],
  ["2026-01-02T03:04:05Zx", 'parsing time "2026-01-02T03:04:05Zx": extra text: "x"'],
];
for (const [text, message] of NO_TIMES) {
  test(`"${text}" is no time: ${message}`, () => {
    assert.throws(() => canonicalTime(text, 0), new RangeError(message));
  });
}

test("quantities beyond all bounds are the most and the least that there is, and cost no time", () => {
  // apimachinery caps at 2^63-1, and rounds up to a billionth
  assert.equal(canonicalQuantity("1e999999999"), "9223372036854775807");
  assert.equal(canonicalQuantity("1e-999999999"), "1e-9");
  assert.equal(canonicalQuantity("0e999999999"), "0");
});
