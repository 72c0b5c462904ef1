// A private character, so that a mark is a plain scalar in YAML, and no text of a kubeconfig holds one by chance
const MARK = "\uE000";
const MARKED = /\uE000(\d+)\uE000/g;
/** The base64 of "-----BEGIN": such a scalar is text, whatever follows, and longer than any mark for it. */
const PEM = /(?<=: )LS0tLS1CRUdJTi[A-Za-z0-9+/]{32,}={0,2}$/gm;

/**
 * Puts marks in the place of certificates and keys in a kubeconfig's text, for a YAML parser goes over them character
 * by character; `restore` puts them back into what was parsed. They are most of what a kubeconfig holds.
 */
export function setPemDataAside(text: string): { text: string; restore(parsed: unknown): unknown } {
  if (text.includes(MARK)) return { text, restore: (parsed) => parsed };
  const data: string[] = [];
  const marked = text.replace(PEM, (pem) => `${MARK}${data.push(pem) - 1}${MARK}`);
  const restored = (value: unknown): unknown => {
    if (typeof value === "string") return value.replace(MARKED, (_, at) => data[Number(at)] ?? "");
    if (Array.isArray(value)) return value.map(restored);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [restored(key), restored(item)]));
  };
  return { text: marked, restore: restored };
}
