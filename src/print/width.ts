import stringWidth from "string-width";

// printable ASCII, by far the most common: each character is one cell wide
const ASCII = /^[\x20-\x7e]*$/;

/** How many terminal cells a text takes, counted by graphemes: CJK and emoji take two, combining marks none. */
export function textWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}
