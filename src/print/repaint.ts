/**
 * What a terminal obeys so that a view can be painted over and over: on a screen of its own (DECSET 1049), without a cursor
 * (25) and without wrapping (7), each frame held back until it is whole (2026). Terminals that do not know one of these
 * pass over it.
 */
const ESC = "\u001b[";

export const ENTER_SCREEN = `${ESC}?1049h${ESC}?25l${ESC}?7l${ESC}2J`;
export const LEAVE_SCREEN = `${ESC}?7h${ESC}?25h${ESC}?1049l`;

/**
 * A frame of so many rows: every line overwrites the one before it and ends what is left of that, so that nothing
 * flickers. The lines of `footer` stand below, on few rows the last of them; what of `text` does not fit is counted in its
 * last line. `text` is escaped already and ends in a newline.
 */
export function frameText(text: string, footer: readonly string[], rows: number): string {
  const lines = text.trimEnd().split("\n");
  const below = rows > 3 ? footer.slice(2 - rows) : footer.slice(-1);
  const room = Math.max(rows - below.length - 1, 1);
  const shown = lines.length > room ? [...lines.slice(0, room - 1), `… ${lines.length - room + 1} more lines`] : lines;
  const painted = [...shown, "", ...below].map((line) => `${line}${ESC}K`).join("\r\n");
  return `${ESC}?2026h${ESC}H${painted}${ESC}J${ESC}?2026l`;
}
