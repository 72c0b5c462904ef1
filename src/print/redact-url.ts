/**
 * A URL as Go's URL.Redacted shows it: its password is `xxxxx`. A text that is no URL may hold a password all the same:
 * then everything before its last `@` goes.
 */
export function redactUrl(text: string): string {
  const [scheme = ""] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text) ?? [];
  const full = scheme === "" ? `http://${text}` : text;
  if (!URL.canParse(full)) return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, "$1xxxxx@");
  if (new URL(full).password === "") return text;
  // the rest stays as it was written; a password ends at the last @ before the path
  return scheme + text.slice(scheme.length).replace(/^([^:/?#]*):[^/?#]*@/, "$1:xxxxx@");
}
