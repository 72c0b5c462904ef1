const ESCAPE = /\\(?:([abfnrtv\\'"])|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-3][0-7]{2}))|[\s\S]/gu;
const SHORT: Record<string, string> = { a: "\u0007", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\u000b" };

/** The text of a quoted string, with Go's escapes. Throws an Error worded as kubectl's for one that Go has not. */
export function unquote(quoted: string): string {
  const quote = quoted.charAt(0);
  const fail = (): never => {
    throw new Error(`unquote string ${quoted} error invalid syntax`);
  };
  return quoted.slice(1, -1).replace(ESCAPE, (part, short?: string, ...codes: (string | undefined)[]) => {
    if (part === "\\" || part === quote) return fail();
    if (short === undefined) return fromCode(part, codes);
    if ((short === '"' || short === "'") && short !== quote) return fail();
    return SHORT[short] ?? short;
  });
}

/** `codes` are the digits of \x, \u, \U and of an octal escape, of which one is there, or none. */
function fromCode(part: string, [byte, short, long, octal]: readonly unknown[]): string {
  if (typeof octal === "string") return String.fromCharCode(Number.parseInt(octal, 8));
  const digits = byte ?? short ?? long;
  return typeof digits === "string" ? String.fromCodePoint(Number.parseInt(digits, 16)) : part;
}
