import { wrapLine } from "../print/wrap.ts";

/** How many changes are kept: the latest. */
const MOST = 1000;

/** What has changed while somebody watched. */
export interface ChangeLog {
  add(time: Date, texts: readonly string[]): void;
  /** The latest changes that go into so many rows, each broken at the terminal's width. */
  latest(width: number, rows: number): string[];
  /** Every change that is kept, under a line that says since when, and how many are not; nothing without changes. */
  report(width: number): string;
}

/** An empty log, that begins at `start`. */
export function changeLog(start: Date): ChangeLog {
  const entries: { time: string; text: string }[] = [];
  let leftOut = 0;
  const linesOf = ({ time, text }: { time: string; text: string }, width: number): string[] =>
    wrapLine(text, `${time}  `, width).trimEnd().split("\n");
  return {
    add(time, texts) {
      entries.push(...texts.map((text) => ({ time: clock(time), text })));
      leftOut += entries.splice(0, entries.length - MOST).length;
    },
    latest(width, rows) {
      let lines: string[] = [];
      for (let at = entries.length - 1; at >= 0 && lines.length < rows; at--) {
        const entry = entries[at];
        lines = [...(entry ? linesOf(entry, width) : []), ...lines];
      }
      return lines.slice(-rows);
    },
    report(width) {
      if (entries.length === 0) return "";
      const missing = leftOut === 0 ? "" : `, without the ${leftOut} earliest`;
      const lines = entries.flatMap((entry) => linesOf(entry, width));
      return [`Changes since ${clock(start)}${missing}:`, ...lines].map((line) => `${line}\n`).join("");
    },
  };
}

/** "14:03:27" */
const clock = (time: Date): string => time.toTimeString().slice(0, 8);
