import { escapeText } from "./print/escape.ts";

/** What showing progress needs of the outside world. */
export interface ProgressWorld {
  /** The terminal behind standard error; undefined where there is none. Asked only when there is something to show. */
  terminal(): { write(text: string): void; width: number } | undefined;
  /** Calls back after so many milliseconds; what it returns takes that back. */
  after(milliseconds: number, call: () => void): () => void;
}

/** Tells on a terminal what is being waited for, on a line that vanishes when it has come. */
export interface Progress {
  /** Something begins that may take long; the function that comes back says that it is over. */
  begin(doing: string): () => void;
  /** Takes the line away, before something else is written. */
  clear(): void;
}

/** How long a wait may be before somebody wonders. */
const PATIENCE_MS = 1000;
const ERASE_LINE = "\r\u001b[K";

export function createProgress({ terminal, after }: ProgressWorld): Progress {
  const underWay: string[] = [];
  let isShown = false;
  let takeBack: (() => void) | undefined;
  const clear = () => {
    if (isShown) terminal()?.write(ERASE_LINE);
    isShown = false;
  };
  const show = () => {
    const shownOn = terminal();
    if (!shownOn) return;
    isShown = true;
    shownOn.write(ERASE_LINE + shortened(`${escapeText(underWay.at(-1) ?? "")} …`, shownOn.width - 1));
  };
  const begin = (doing: string) => {
    underWay.push(doing);
    if (isShown) show();
    else takeBack ??= after(PATIENCE_MS, show);
    return () => {
      underWay.splice(underWay.indexOf(doing), 1);
      if (underWay.length > 0) return;
      takeBack?.();
      takeBack = undefined;
      clear();
    };
  };
  return { begin, clear };
}

/** A line that wrapped could not be taken away again. */
const shortened = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text;
