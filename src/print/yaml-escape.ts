/** The characters that YAML's double quotes have a letter for, and those letters. */
const ESCAPED = '\0\u0007\b\t\n\u000b\f\r\u001b"\\\u0085\u00a0\u2028\u2029';
const LETTERS = '0abtnvfre"\\N_LP';

const SHORT = new Map([...ESCAPED].map((letter, at) => [letter, `\\${LETTERS.charAt(at)}`]));

/** A character as it is escaped inside double quotes: \t, \x01, \u2060, \U0001F600. Codes to `lastByte` take the \x. */
export function escapeLetter(letter: string, lastByte = 0xff): string {
  const code = letter.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  const long = code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  return SHORT.get(letter) ?? (code <= lastByte ? `\\x${hex.padStart(2, "0")}` : long);
}
