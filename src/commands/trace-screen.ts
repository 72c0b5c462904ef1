import type { Context, Screen } from "../context.ts";
import type { ServiceTrace } from "../model/trace.ts";
import type { TraceChange } from "../model/trace-changes.ts";
import { ENTER_SCREEN, frameText, LEAVE_SCREEN } from "../print/repaint.ts";
import { changeText } from "../print/trace-change-words.ts";
import { traceText } from "../print/trace-text.ts";
import { type TraceOptions, traceLook } from "./trace.ts";
import type { TraceView } from "./trace-watch.ts";

/** How many changes are told below the view. */
const TOLD = 5;
const SECOND = 1000;

/**
 * Paints a view on a screen of its own whenever it, or the terminal's size, changes. `look` makes the view of this moment:
 * seconds that a deletion still takes pass by themselves. At its end the last view stays behind.
 */
export function screenView(
  look: () => readonly ServiceTrace[],
  options: TraceOptions,
  context: Context,
  screen: Screen,
): TraceView {
  const { io, now } = context;
  const told: string[] = [];
  let painted = "";
  const textFor = (width: number) => {
    const text = traceText(look(), { ...traceLook(options, context), width });
    return text === "" ? `Nothing to trace: ${options.names.join(", ")} not found.\n` : text;
  };
  const paint = () => {
    const { columns, rows } = screen.size();
    const log = told.length > 0 ? `\n${told.map((line) => `${io.style.dim(line)}\n`).join("")}` : "";
    const frame = frameText(`${textFor(columns)}${log}`, io.style.dim("Ctrl-C ends."), rows);
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
      const time = now().toTimeString().slice(0, 8);
      told.push(...changes.map((change) => `${time}  ${changeText(change, options.from, options.names.length === 1)}`));
      told.splice(0, told.length - TOLD);
      paint();
    },
    end() {
      for (const stop of stops) stop();
      let last = "";
      try {
        last = textFor(screen.size().columns);
      } finally {
        io.out(`${LEAVE_SCREEN}${last}`);
      }
    },
  };
}
