import type { Screen } from "./context.ts";

/** The terminal behind a stream, where views can be painted. */
export function screenOf(stream: NodeJS.WriteStream): Screen {
  return {
    size: () => ({ columns: stream.columns, rows: stream.rows }),
    onResize: (listener) => {
      stream.on("resize", listener);
      return () => void stream.off("resize", listener);
    },
  };
}
