import http, { type Agent, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import { ConnectionError } from "./connection-error.ts";

/** One request as it goes over the wire. */
export interface Outgoing {
  method: string;
  url: URL;
  headers: Record<string, string | string[]>;
  body: string | undefined;
  agent: Agent;
  /** Aborting it ends the request and its answer at whatever point they are. */
  signal: AbortSignal;
  /** Called when the request is on its way, and when the answer's headers are there. */
  onPhase(phase: "awaiting headers" | "reading body"): void;
}

/** One answer; `stream` is its body, decompressed. */
export interface Incoming {
  status: number;
  statusText: string;
  headers: IncomingHttpHeaders;
  /** `Warning` headers, each on its own. */
  warnings: readonly string[];
  stream: Readable;
}

/** How long a connection may take to come about, TLS and all: client-go's limits, 30 s and 10 s, in one. */
const CONNECT_MS = 30_000;

/** Sends one request and resolves when the answer's headers are there. Rejects with node's own errors. */
export function exchange({ method, url, headers, body, agent, signal, onPhase }: Outgoing): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "https:" ? https : http;
    const sent = request(url, { method, headers, agent, signal });
    // a request may fail more than once: when it is aborted while its connection breaks
    sent.on("error", reject);
    // node tells of an end only once there is a connection, for which a request may be waiting
    const end = () =>
      reject(Object.assign(new Error("The operation was aborted"), { name: "AbortError", code: "ABORT_ERR" }));
    signal.addEventListener("abort", end, { once: true });
    sent.once("close", () => signal.removeEventListener("abort", end));
    sent.once("finish", () => onPhase("awaiting headers"));
    sent.once("response", (response) => {
      onPhase("reading body");
      resolve(incoming(response));
    });
    sent.once("socket", (socket) => limitConnecting(socket, url.protocol === "https:"));
    sent.end(body);
  });
}

function limitConnecting(socket: Socket, secure: boolean): void {
  if (!socket.connecting) return;
  const late = () => socket.destroy(Object.assign(new Error("i/o timeout"), { code: "ETIMEDOUT" }));
  const timer = setTimeout(late, CONNECT_MS).unref();
  for (const event of [secure ? "secureConnect" : "connect", "close"]) socket.once(event, () => clearTimeout(timer));
}

function incoming(response: IncomingMessage): Incoming {
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? "",
    headers: response.headers,
    warnings: response.headersDistinct["warning"] ?? [],
    stream: response.headers["content-encoding"] === "gzip" ? gunzip(response) : response,
  };
}

function gunzip(response: IncomingMessage): Readable {
  const plain = createGunzip();
  // pipeline hands a failure of either on to the one that is read
  pipeline(response, plain, () => {});
  return plain;
}

/** Reads a body to its end. Rejects with a ConnectionError beyond `limit` bytes: more than svcctl would hold in memory. */
export async function readBody(stream: Readable, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Buffer).length;
    if (size > limit) throw new ConnectionError(`error: the server's answer is larger than ${limit} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}
