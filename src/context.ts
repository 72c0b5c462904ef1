import type { ChalkInstance } from "chalk";

import type { Cluster } from "./kube/client.ts";
import type { KubeconfigFiles } from "./kubeconfig/files.ts";
import type { Comparison, Differences } from "./manifests/compare.ts";
import type { Manifest, ManifestSource } from "./manifests/source.ts";
import type { SandboxControl } from "./sandbox/control.ts";

/** Where answers and notes go. */
export interface Io {
  /** Writes an answer to standard output, as it is. */
  out(text: string): void;
  /** Writes one line of conversation to standard error; the newline is added. */
  note(text: string): void;
  /** Colours for standard output: a chalk of level 0 when colour is off. */
  style: ChalkInstance;
  /** Columns of the terminal behind standard output; undefined when it is none. */
  width: number | undefined;
  /** Whether standard output is a terminal. */
  isTTY: boolean;
}

/** A terminal that a view may paint anew as things change. */
export interface Screen {
  size(): { columns: number; rows: number };
  /** Calls the listener whenever the size changes, until the function that comes back is called. */
  onResize(listener: () => void): () => void;
}

/** How to reach a cluster: kubectl's global flags, as typed. */
export interface ConnectOptions {
  kubeconfig?: string;
  context?: string;
  cluster?: string;
  user?: string;
  server?: string;
  token?: string;
  /** Milliseconds for each request; 0 or absent: no limit. */
  requestTimeout?: number;
  /** Ends all requests, as the program's own signal does. */
  signal?: AbortSignal;
  insecureSkipTlsVerify?: boolean;
  certificateAuthority?: string;
  clientCertificate?: string;
  clientKey?: string;
  tlsServerName?: string;
  /** Whether answers come uncompressed, whatever the kubeconfig says. */
  disableCompression?: boolean;
  /** Whether a server of another Kubernetes version than svcctl follows is refused. */
  matchServerVersion?: boolean;
  as?: string;
  asGroup?: string[];
  asUid?: string;
  asUserExtra?: string[];
  username?: string;
  password?: string;
  verbosity?: number;
}

/** The outside world, handed to every command. Tests hand in values; `main.ts` hands in the process. */
export interface Context {
  io: Io;
  /** The terminal behind standard output; undefined when it is none. */
  screen: Screen | undefined;
  env: Readonly<Record<string, string | undefined>>;
  now: () => Date;
  /** Resolves which cluster is meant and connects lazily: no request is made before the first method call. */
  connect(options: ConnectOptions): Promise<Cluster>;
  /** The kubeconfig files that the flags and the environment name, for `config` and for offline defaults. */
  kubeconfig(options: ConnectOptions): Promise<KubeconfigFiles>;
  /** Standard input, whole. */
  stdin(): Promise<Buffer>;
  /** The next line of standard input, without its end: the answer to a question. */
  readLine(): Promise<string>;
  /** A text file that a flag names (jsonpath-file=…, --patch-file). Rejects in the words of Go's os.ReadFile. */
  readTextFile(path: string): Promise<string>;
  /** The first document of a YAML or JSON text (-p). Rejects in kubectl's words. */
  parseText(text: string): Promise<unknown>;
  /** Lets a diff program compare two states of objects. Rejects when it cannot be run or fails. */
  compare(comparison: Comparison): Promise<Differences>;
  /** Reads manifests from files, folders, standard input and URLs. */
  manifests(source: ManifestSource): Promise<Manifest[]>;
  /** The text of a file below svcctl's own examples/. */
  example(path: string): Promise<string>;
  /** The embedded cluster, loaded when a command asks for it. */
  sandbox(): Promise<SandboxControl>;
  /** Aborts on Ctrl-C and when standard output is closed. */
  signal: AbortSignal;
}
