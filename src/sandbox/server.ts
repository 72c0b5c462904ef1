import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";

import type { KubeObject } from "../model/snapshot.ts";
import { dispatch } from "./api/dispatch.ts";
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
  /** The bearer token of the user admin, of system:masters, and the one client certificate that there is, as PEM. */
  token: string;
  clientCertificate: string;
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

/** Larger headers are refused with 431. */
const maxHeaderSize = 64 * 1024;

/** A request must be here whole within this time; answers may take as long as they like. */
const requestTimeout = 60_000;

/** Idle connections are kept longer than clients keep them, so that none is closed under a request. */
const keepAliveTimeout = 120_000;

/** Serves the Kubernetes API on 127.0.0.1. Rejects with node's own error when the port is taken. */
export async function serveApi(options: ApiOptions): Promise<RunningApi> {
  const { cert, key, ca } = options.tls;
  const server = createServer(
    { cert, key, ca, requestCert: true, rejectUnauthorized: false, maxHeaderSize, requestTimeout, keepAliveTimeout },
    (request, response) => void dispatch(options, request, response),
  );
  // What is no HTTP is answered with 400 where that is possible; a client that is gone is no error.
  server.on("clientError", ({ code }: NodeJS.ErrnoException, socket) => {
    const answer = code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
    if (socket.writable) socket.end(`HTTP/1.1 ${answer}\r\nconnection: close\r\n\r\n`);
    else socket.destroy();
  });
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  const port = await listen(server, options.port);
  return { url: `https://127.0.0.1:${port}`, port, close: () => close(server) };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
