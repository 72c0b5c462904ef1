import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, type Socket } from "node:net";
import { pipeline } from "node:stream";

import type { Pod } from "../../model/snapshot.ts";
import { ApiError } from "../status.ts";
import type { Backend } from "./backends.ts";
import type { PodServer } from "./pod-server.ts";
import { splice } from "./splice.ts";

/** Leads connections and requests to what has an address: a Pod of the sandbox, else whatever answers there for real. */
export interface Network {
  connect(backend: Backend, client: Socket): void;
  /** Passes a request on to `path`. Throws an ApiError when nothing listens there. */
  forward(scheme: string, backend: Backend, path: string, request: IncomingMessage, response: ServerResponse): void;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** Addresses of the cluster itself: where nothing has them now, nothing answers. */
const OWN_ADDRESSES = /^(10\.244|10\.96|192\.0\.2)\./;

export function createNetwork(podFor: (backend: Backend) => Pod | undefined, server: PodServer): Network {
  return {
    connect(backend, client) {
      const pod = podFor(backend);
      if (!pod && OWN_ADDRESSES.test(backend.address)) return void client.resetAndDestroy();
      if (!pod) return dial(backend, client);
      const target = { pod, port: backend.port };
      if (server.listens(target)) server.accept(target, client);
      else client.resetAndDestroy();
    },
    forward(scheme, backend, path, request, response) {
      const pod = podFor(backend);
      if (!pod && OWN_ADDRESSES.test(backend.address)) throw unreachable(backend, "connect: no route to host");
      if (!pod) return pass(scheme, backend, path, request, response);
      const target = { pod, port: backend.port };
      if (!server.listens(target)) throw unreachable(backend, "connect: connection refused");
      server.answer(target, path, request, response);
    },
  };
}

/** A Service may have endpoints outside of the cluster. */
function dial({ address, port }: Backend, client: Socket): void {
  const far = connect({ host: address, port, timeout: CONNECT_TIMEOUT_MS, allowHalfOpen: true });
  far.once("timeout", () => far.destroy());
  far.once("connect", () => {
    far.setTimeout(0);
    far.removeAllListeners("timeout");
  });
  splice(client, far);
}

function pass(
  scheme: string,
  backend: Backend,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { authorization: _, ...headers } = request.headers;
  const { address: host, port } = backend;
  const options = { host, port, path, method: request.method, headers: { ...headers, host: `${host}:${port}` } };
  // a backend's certificate is not checked, as the API server's proxy does not
  const far = scheme === "https" ? httpsRequest({ ...options, rejectUnauthorized: false }) : httpRequest(options);
  far.setTimeout(CONNECT_TIMEOUT_MS, () => far.destroy(new Error("i/o timeout")));
  far.once("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response, () => {});
  });
  far.once("error", ({ message }) => {
    if (response.headersSent) return response.destroy();
    const { status } = unreachable(backend, message);
    response.writeHead(status.code, { "content-type": "application/json" }).end(JSON.stringify(status));
  });
  pipeline(request, far, () => {});
}

/** 503, in the words of the API server's proxy. */
function unreachable({ address, port }: Backend, why: string): ApiError {
  const message = `error trying to reach service: dial tcp ${address}:${port}: ${why}`;
  return new ApiError(503, "ServiceUnavailable", message);
}
