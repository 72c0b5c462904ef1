import type { Context, Screen } from "../context.ts";
import type { ServiceTrace } from "../model/trace.ts";
import type { TraceChange } from "../model/trace-changes.ts";
import { ENTER_SCREEN, frameText, LEAVE_SCREEN } from "../print/repaint.ts";
import { changeText } from "../print/trace-change-words.ts";
import { traceText } from "../print/trace-text.ts";
import { type TraceOptions, traceLook } from "./trace.ts";
import { type ChangeLog, changeLog } from "./trace-log.ts";
import type { TraceView } from "./trace-watch.ts";

/** How many rows at least tell of changes below the view, however long it is. */
const LEAST_TOLD = 3;
const SECOND = 1000;

/**
 * Paints a view on a screen of its own whenever it, or the terminal's size, changes. `look` makes the view of this moment:
 * seconds that a deletion still takes pass by themselves. At its end the last view and the changes stay behind.
 */
export function screenView(
  look: () => readonly ServiceTrace[],
  options: TraceOptions,
  context: Context,
  screen: Screen,
): TraceView {
  const { io, now } = context;
  const log = changeLog(now());
  const tell = (change: TraceChange) => changeText(change, options.from, options.names.length === 1);
  let painted = "";
  const textFor = (width: number) => {
    const text = traceText(look(), { ...traceLook(options, context), width });
    return text === "" ? `Nothing to trace: ${options.names.join(", ")} not found.\n` : text;
  };
  const paint = () => {
    const size = screen.size();
    const frame = frameOf(textFor(size.columns), log, size, io.style);
    if (frame !== painted) io.out(frame);
    painted = frame;
  };
  const stops: (() => void)[] = [];
  return {
    begin() {
      io.out(ENTER_SCREEN);
      paint();
      const clock = setInterval(paint, SECOND);
      stops.push(screen.onResize(paint), () => clearInterval(clock));
    },
    show(changes: readonly TraceChange[]) {
      log.add(now(), changes.map(tell));
      paint();
    },
    end() {
      for (const stop of stops) stop();
      let last = "";
      try {
        const { columns } = screen.size();
        last = [textFor(columns), log.report(columns)].filter((text) => text !== "").join("\n");
      } finally {
        io.out(`${LEAVE_SCREEN}${last}`);
      }
    },
  };
}

/** The view, below it the changes that there is room for. */
function frameOf(
  view: string,
  log: ChangeLog,
  { columns, rows }: ReturnType<Screen["size"]>,
  style: Context["io"]["style"],
): string {
  // an empty row above the changes, one below them, and the last row
  const room = rows - view.trimEnd().split("\n").length - 3;
  const told = log.latest(columns, Math.max(room, LEAST_TOLD)).map((line) => style.dim(line));
  return frameText(
    view,
    [...told, ...(told.length > 0 ? [""] : []), style.dim("Ctrl-C ends, and lists all changes.")],
    rows,
  );
}
