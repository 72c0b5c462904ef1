const WORDS: Record<string, string> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
};

/** Why a file could not be opened or read, as Go says it. */
export function fileReason(thrown: unknown): string {
  const { code = "", message } = thrown as NodeJS.ErrnoException;
  return (Object.hasOwn(WORDS, code) ? WORDS[code] : undefined) ?? message;
}
