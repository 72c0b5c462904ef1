import type { ConnectOptions } from "../context.ts";
import { CliError } from "../errors.ts";
import type { Cluster } from "./client.ts";

/** What connecting needs of the outside world. */
export interface World {
  env: Readonly<Record<string, string | undefined>>;
  now: () => Date;
  signal: AbortSignal;
  /** A line of conversation on stderr. */
  note(text: string): void;
  /** A `Warning: 299` header's text; main shows each once. */
  warn(text: string): void;
  /** Path of the kubeconfig of a sandbox that runs on this machine. */
  runningSandbox(): Promise<string | undefined>;
}

export async function connect(_options: ConnectOptions, _world: World): Promise<Cluster> {
  throw new CliError("no cluster");
}
