import type { Severity } from "./severity.ts";

/** What a code means, for people. */
export interface CodeWords {
  /** Of its findings, unless one is milder. */
  severity: Severity;
  /** What is found, as a phrase that stands on its own. */
  title: string;
  /** Why it matters. */
  why: string;
  /** What to do about it. */
  help: string;
  /** Who can tell: a cluster, files, or either. */
  seenIn: "cluster" | "files" | "either";
}
