/** A kubeconfig as kubectl's v1.Config: plain data, unknown fields kept. */
export interface Kubeconfig {
  apiVersion?: string;
  kind?: string;
  preferences?: Record<string, unknown>;
  "current-context"?: string;
  clusters?: { name: string; cluster: Record<string, unknown> }[];
  contexts?: {
    name: string;
    context: { cluster?: string; user?: string; namespace?: string; [field: string]: unknown };
  }[];
  users?: { name: string; user: Record<string, unknown> }[];
  [field: string]: unknown;
}

/** The files that kubectl would read, merged by its rules, and the ways to change them. */
export interface KubeconfigFiles {
  /** Every path that was looked at, in order of precedence. */
  readonly paths: readonly string[];
  /** The merged configuration; relative paths in it are made absolute. Empty when no file exists. */
  readonly merged: Kubeconfig;
  /** Whether any of the files exists. */
  readonly found: boolean;
  /** Writes `current-context` into the file that kubectl would change, atomically, keeping everything else. */
  useContext(name: string): Promise<void>;
}
