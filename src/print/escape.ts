import { arePrintableAsciiLines, isPrintableAscii } from "./ascii.ts";

/**
 * Text from a cluster is hostile. Every human output passes through here: what would move a cursor, change colours,
 * reorder or hide text on a terminal is shown instead of obeyed.
 */

/**
 * The inside of a regular expression's class (flag u) that takes in all of them: C0 (with tab and newline), DEL, C1; soft
 * hyphen, Arabic letter mark, zero-width and joiners, directional marks and embeddings, line and paragraph separators,
 * word joiner and invisible operators, isolates, byte order mark, interlinear annotations, tag characters, lone
 * surrogates.
 */
export const CONTROL_CLASS = String.raw`\0-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Surrogate}`;

const CONTROLS = new RegExp(`[${CONTROL_CLASS}]`, "gu");

/** Shows control characters: ESC as `^[`, CR as `\r` (kubectl's forms), newline as `\n`, others as `\u{...}`. */
export function escapeText(text: string, options: { keepLines?: boolean } = {}): string {
  if (options.keepLines ? arePrintableAsciiLines(text) : isPrintableAscii(text)) return text;
  return text.replace(CONTROLS, (control) => {
    if (options.keepLines && (control === "\n" || control === "\t")) return control;
    return shown(control);
  });
}

function shown(control: string): string {
  switch (control) {
    case "\u001b":
      return "^[";
    case "\r":
      return "\\r";
    case "\n":
      return "\\n";
    case "\t":
      return "\\t";
    default:
      return `\\u{${(control.codePointAt(0) ?? 0).toString(16)}}`;
  }
}
