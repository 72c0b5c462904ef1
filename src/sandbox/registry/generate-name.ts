/** The API server's alphabet for generated names: no vowels, no digits that look like letters. */
const alphabet = "bcdfghjklmnpqrstvwxz2456789";
const suffixLength = 5;
const longestName = 63;

/** `base` and five random characters; `base` is cut so that the whole is at most 63 long. */
export function generateName(base: string, isTaken: (name: string) => boolean, random: () => number): string {
  const start = base.slice(0, longestName - suffixLength);
  for (;;) {
    const name =
      start + Array.from({ length: suffixLength }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
    if (!isTaken(name)) return name;
  }
}
