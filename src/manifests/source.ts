import type { KubeObject } from "../model/snapshot.ts";

/** What -f, -R and -k name. */
export interface ManifestSource {
  /** Paths, folders, glob patterns, URLs or "-" for standard input, in the order typed. */
  filenames: readonly string[];
  recursive?: boolean;
}

/** One object of a manifest, and where it stands. */
export interface Manifest {
  object: KubeObject;
  /** As kubectl names it in messages: the path as typed, the URL, or "STDIN". */
  source: string;
}
