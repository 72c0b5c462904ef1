import type { Screen } from "./context.ts";

/** The terminal behind a stream, where views can be painted. One that does not know its size, and says 0, has 24 lines of 80. */
export function screenOf(stream: NodeJS.WriteStream): Screen {
  return {
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
    onResize: (listener) => {
      stream.on("resize", listener);
      return () => void stream.off("resize", listener);
    },
  };
}
