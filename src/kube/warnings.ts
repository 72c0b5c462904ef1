/**
 * The texts of `Warning: 299` headers (RFC 7234 §5.5), in their order. Each header may hold several warn-values; what is
 * malformed, and warnings with other codes, are left out, as client-go does.
 */
export function warningTexts(headers: readonly string[]): string[] {
  return headers.flatMap(parseHeader);
}

// code SP agent SP quoted-string [SP quoted-date]
const VALUE = /^\s*(\d{3}) (\S+) "((?:[^"\\]|\\.)*)"(?: "[^"]*")?\s*(?:,|$)/su;

function parseHeader(header: string): string[] {
  const texts: string[] = [];
  let rest = header;
  while (rest !== "") {
    const match = VALUE.exec(rest);
    if (!match) break;
    const [whole, code, , quoted = ""] = match;
    if (code === "299") texts.push(unquote(quoted));
    rest = rest.slice(whole.length);
  }
  return texts;
}

/** Undoes quoted-pairs, and node's latin1 reading of headers: the API server sends UTF-8. */
function unquote(quoted: string): string {
  const bytes = Buffer.from(quoted.replace(/\\(.)/gs, "$1"), "latin1");
  const text = bytes.toString("utf8");
  return text.includes("\ufffd") ? bytes.toString("latin1") : text;
}
