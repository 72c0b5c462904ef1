import type { ConnectOptions } from "../context.ts";

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

/** The three named lists of a kubeconfig. */
export type Section = "clusters" | "contexts" | "users";

/**
 * One change of a kubeconfig. `path` leads to a field; in clusters, contexts and users the second word is an entry's
 * name: ["contexts", "kind", "namespace"].
 */
export type Change =
  /** Sets a field, or an entry's whole content; undefined takes the field or the entry away. */
  | { path: readonly string[]; value: unknown }
  /** Gives an entry a new name and keeps the rest of it. */
  | { path: readonly [Section, string]; rename: string }
  /** Names a file by its path as typed, or with `embed` takes its content in, as the field's `-data` twin. */
  | { path: readonly [Section, string, string]; file: string; embed: boolean };

/** The files that kubectl would read, merged by its rules, and the ways to change them. */
export interface KubeconfigFiles {
  /** Every path that was looked at, in order of precedence. */
  readonly paths: readonly string[];
  /** The merged configuration; relative paths in it are made absolute. Empty when no file exists. */
  readonly merged: Kubeconfig;
  /** The merged configuration with paths as they stand in the files, as `config view` shows it. */
  readonly asWritten: Kubeconfig;
  /** Whether any of the files exists. */
  readonly found: boolean;
  /** The file that `config` changes unless an entry stands in another one. */
  readonly defaultPath: string;
  /**
   * The namespace of the chosen context, "default" when it names none. Throws in kubectl's words when `--kubeconfig`
   * names a missing file or `--context` an absent context.
   */
  namespace(options: ConnectOptions): string;
  /** Replaces certificate, key and CA files by their data, as `config view --flatten` does. */
  flatten(config: Kubeconfig): Promise<Kubeconfig>;
  /** Writes `current-context` into the file that kubectl would change, atomically, keeping everything else. */
  useContext(name: string): Promise<void>;
  /** Makes changes in the files they belong to, atomically, keeping everything else. Returns the paths written. */
  edit(changes: readonly Change[]): Promise<string[]>;
  /**
   * The change that `config set PROPERTY VALUE` asks for, or without a value `config unset PROPERTY`. Throws kubectl's
   * errors for a property or a value that cannot be.
   */
  propertyChange(property: string, value?: { text: string; rawBytes: boolean }): Change;
}
