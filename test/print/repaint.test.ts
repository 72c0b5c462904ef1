import assert from "node:assert/strict";
import { test } from "node:test";

import { frameText } from "../../src/print/repaint.ts";

/** The part of a terminal that frames use: CR, LF, cursor home, erase to the end of line (K) and of screen (J). */
function screenAfter(frames: readonly string[], rows: number): string[] {
  const lines = Array.from({ length: rows }, () => "");
  let [row, column] = [0, 0];
  for (const [token] of frames.join("").matchAll(/\u001b\[\??[\d;]*[A-Za-z]|\r|\n|[^\u001b\r\n]+/g)) {
    if (token === "\r") column = 0;
    else if (token === "\n") row += 1;
    else if (token === "\u001b[H") [row, column] = [0, 0];
    else if (token === "\u001b[K") lines[row] = (lines[row] ?? "").slice(0, column);
    else if (token === "\u001b[J") {
      lines[row] = (lines[row] ?? "").slice(0, column);
      for (let below = row + 1; below < rows; below++) lines[below] = "";
    } else if (!token.startsWith("\u001b")) {
      const line = (lines[row] ?? "").padEnd(column);
      lines[row] = line.slice(0, column) + token + line.slice(column + token.length);
      column += token.length;
    }
    assert.ok(row < rows, "a frame must not scroll");
  }
  return lines;
}

test("a frame leaves nothing of a longer one behind", () => {
  const frames = [frameText("one long line\ntwo\nthree\n", ["end"], 8), frameText("one\n", ["end"], 8)];
  assert.deepEqual(screenAfter(frames, 8), ["one", "", "end", "", "", "", "", ""]);
});

test("what does not fit is counted, and nothing scrolls", () => {
  const text = Array.from({ length: 20 }, (_, at) => `line ${at}\n`).join("");
  assert.deepEqual(screenAfter([frameText(text, ["end"], 6)], 6), [
    "line 0",
    "line 1",
    "line 2",
    "… 17 more lines",
    "",
    "end",
  ]);
});

test("a footer of several lines stands below all that fits", () => {
  const text = Array.from({ length: 20 }, (_, at) => `line ${at}\n`).join("");
  assert.deepEqual(screenAfter([frameText(text, ["change", "", "end"], 7)], 7), [
    "line 0",
    "line 1",
    "… 18 more lines",
    "",
    "change",
    "",
    "end",
  ]);
});

test("on few rows a footer of several lines keeps its last ones, and nothing scrolls", () => {
  const footer = ["change", "another", "", "end"];
  const lines = (rows: number) => screenAfter([frameText("one\ntwo\n", footer, rows)], rows);
  assert.deepEqual(lines(3), ["… 2 more lines", "", "end"]);
  assert.deepEqual(lines(4), ["… 2 more lines", "", "", "end"]);
  assert.deepEqual(lines(5), ["… 2 more lines", "", "another", "", "end"]);
});

test("a frame is one piece between the marks of a synchronized update, and clears no screen", () => {
  const frame = frameText("a\n", ["end"], 5);
  assert.ok(frame.startsWith("\u001b[?2026h") && frame.endsWith("\u001b[?2026l"));
  assert.ok(!frame.includes("\u001b[2J"));
});
