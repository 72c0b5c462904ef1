import type { Registry, RegistryState, Strategy } from "./types.ts";

export interface RegistryOptions {
  now: () => Date;
  /** Keyed by `group/Kind`, or the kind alone for the core group. */
  strategies: Record<string, Strategy>;
  /** What `dump` gave another time; its addresses and ports are taken again. */
  state?: RegistryState;
}

/** An empty cluster (or the one that was dumped): no namespaces, no nodes; whoever composes it makes these. */
export function createRegistry(_options: RegistryOptions): Registry {
  throw new Error("being built");
}
