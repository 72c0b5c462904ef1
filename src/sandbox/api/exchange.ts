import type { IncomingMessage, ServerResponse } from "node:http";

import type { ApiHandlers } from "../server.ts";
import type { Registry } from "../types.ts";

/** Who asks. */
export interface User {
  name: string;
  uid?: string;
  groups: readonly string[];
  extra?: Readonly<Record<string, readonly string[]>>;
}

/** One request and its answer, and what an answer is made from. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  /** The path's segments, decoded; `rawPath` is as it came, query left out. */
  segments: readonly string[];
  rawPath: string;
  query: URLSearchParams;
  user: User;
  /** Texts for `Warning: 299` headers. */
  warnings: string[];
  registry: Registry;
  handlers: ApiHandlers;
  now: () => Date;
}
