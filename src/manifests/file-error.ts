/** The words that Go (and so kubectl) has for the failures of files. */
const WORDS: Record<string, string> = {
  EACCES: "permission denied",
  EDQUOT: "disk quota exceeded",
  EFBIG: "file too large",
  EIO: "input/output error",
  EISDIR: "is a directory",
  ELOOP: "too many levels of symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "file name too long",
  ENOENT: "no such file or directory",
  ENOSPC: "no space left on device",
  ENOTDIR: "not a directory",
};

/** Why a file could not be used, in Go's words; undefined for an error that is not the file system's. */
export function fileErrorWords(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return WORDS[String(error.code)] ?? error.message;
}
