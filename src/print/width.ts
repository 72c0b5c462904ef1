import stringWidth from "string-width";

import { isPrintableAscii } from "./ascii.ts";

/** How many terminal cells a text takes, counted by graphemes: CJK and emoji take two, combining marks none. */
export function textWidth(text: string): number {
  return isPrintableAscii(text) ? text.length : stringWidth(text);
}
