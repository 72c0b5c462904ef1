import type { CliError } from "../errors.ts";
import type { KubeObject } from "../model/snapshot.ts";

/** What -f, -R and -k name. */
export interface ManifestSource {
  /** Paths, folders, glob patterns, URLs or "-" for standard input, in the order typed. */
  filenames: readonly string[];
  recursive?: boolean;
  /**
   * Whether a document without kind or apiVersion is refused in the words of kubectl's validation, as create and apply
   * do (the default), or in those of its decoder, as get and delete do.
   */
  validates?: boolean;
  /** Takes each failure of a file or a document, so that the others can be used. Without it the failures are thrown. */
  onFailure?(failure: CliError): void;
}

/** One object of a manifest, and where it stands. */
export interface Manifest {
  object: KubeObject;
  /** As kubectl names it in messages: the path as typed, the URL, or "STDIN". */
  source: string;
  /** The line on which its document begins, from 1; undefined when that is not known. */
  line?: number | undefined;
}
