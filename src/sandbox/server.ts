import type { IncomingMessage, ServerResponse } from "node:http";

import type { KubeObject } from "../model/snapshot.ts";
import type { Registry } from "./types.ts";

/** What `…/services/https:web:http/proxy/path?query` names. */
export interface ProxyTarget {
  resource: "services" | "pods";
  namespace: string;
  name: string;
  /** "http" when the request named none. */
  scheme: string;
  /** A port's name or number, as requested; "" when none was. */
  port: string;
  /** What stands after `/proxy`, with its query: "/" at least. */
  path: string;
}

/** What lies behind the API: the nodes. Both may throw an `ApiError` as long as they have not answered. */
export interface ApiHandlers {
  /** Answers `pods/NAME/log`; `query` has container, follow, tailLines, … */
  log(
    pod: KubeObject,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): void | Promise<void>;
  proxy(target: ProxyTarget, request: IncomingMessage, response: ServerResponse): void | Promise<void>;
}

export interface ApiOptions {
  registry: Registry;
  now: () => Date;
  /** PEM. Client certificates are accepted when `ca` signed them: CN is the user, each O a group. */
  tls: { cert: string; key: string; ca: string };
  /** The bearer token of the user admin, of system:masters. */
  token: string;
  /** 0: any free port. */
  port: number;
  handlers: ApiHandlers;
}

export interface RunningApi {
  /** https://127.0.0.1:PORT */
  url: string;
  port: number;
  /** Ends watches and connections, and resolves when the port is free. */
  close(): Promise<void>;
}

/** Serves the Kubernetes API on 127.0.0.1. Rejects with node's own error when the port is taken. */
export function serveApi(_options: ApiOptions): Promise<RunningApi> {
  return Promise.reject(new Error("being built"));
}
