import { CliError } from "../errors.ts";
import type { ExecConfig } from "../kubeconfig/cluster-config.ts";
import type { Authenticator } from "./auth.ts";

export interface ExecWorld {
  env: Readonly<Record<string, string | undefined>>;
  now: () => Date;
  signal: AbortSignal;
  note(text: string): void;
}

export function execAuthenticator(_exec: ExecConfig, _world: ExecWorld): Authenticator {
  throw new CliError("exec");
}
