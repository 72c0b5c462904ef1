import { CliError } from "../errors.ts";
import type { SandboxControl } from "./control.ts";

/** What running the sandbox needs of the outside world. */
export interface SandboxWorld {
  env: Readonly<Record<string, string | undefined>>;
  now: () => Date;
  signal: AbortSignal;
  note(text: string): void;
  /** The node executable and the program's path, to start the background process with. */
  node: string;
  program: string;
}

export function sandboxControl(_world: SandboxWorld): SandboxControl {
  throw new CliError("no sandbox");
}
