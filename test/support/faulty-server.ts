import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http, { type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import type { ConnectOptions } from "../../src/context.ts";
import type { Cluster } from "../../src/kube/client.ts";
import { connect, type World } from "../../src/kube/connect.ts";
import { serverCertificate, type ServerCertificate } from "./certificates.ts";

/** Answers one request, well or badly. `count` is how many came before. */
export type Misbehave = (request: SeenRequest, response: ServerResponse, count: number) => void;

/** A request that a server got, with its body read. */
export interface SeenRequest {
  method: string;
  path: string;
  url: URL;
  headers: IncomingMessage["headers"];
  body: string;
  socket: Socket;
  /** Ends the TCP connection with a reset. */
  reset(): void;
}

export interface FaultyServer {
  url: string;
  port: number;
  /** Every request that came, in order. */
  requests: SeenRequest[];
  certificate: ServerCertificate;
  close(): Promise<void>;
}

let good: Promise<ServerCertificate> | undefined;

/** A server on loopback that answers as it is told; TLS unless `plain`. It is closed when the test ends. */
export async function startFaultyServer(
  t: Pick<TestContext, "after">,
  misbehave: Misbehave,
  options: { certificate?: ServerCertificate; plain?: boolean; askForCertificate?: boolean } = {},
): Promise<FaultyServer> {
  const certificate = options.certificate ?? (await (good ??= serverCertificate()));
  const requests: SeenRequest[] = [];
  const connections = new Map<number | undefined, Socket>();
  const listener: RequestListener = async (request, response) => {
    const { method = "", url: path = "", headers, socket } = request;
    const body = await textOf(request);
    const reset = () => void connections.get(socket.remotePort)?.resetAndDestroy();
    const seen = { method, path, url: new URL(path, "http://server"), headers, body, socket, reset };
    misbehave(seen, response, requests.push(seen) - 1);
  };
  const { cert, key } = certificate;
  const tls = { cert, key, requestCert: options.askForCertificate ?? false, rejectUnauthorized: false };
  const server: Server = options.plain ? http.createServer(listener) : https.createServer(tls, listener);
  server.on("connection", (socket) => void connections.set(socket.remotePort, socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  t.after(close);
  return { url: `${options.plain ? "http" : "https"}://127.0.0.1:${port}`, port, requests, certificate, close };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Answers with JSON. */
export function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** A Status as the API server sends it. */
export const failure = (code: number, reason: string, message: string, details: Record<string, unknown> = {}) => ({
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  message,
  reason,
  details,
  code,
});

/** A World whose clock and chance stand still: what is waited for is noted, and over at once. */
export interface TestWorld extends World {
  notes: string[];
  warnings: string[];
  slept: number[];
  interrupt(): void;
}

export function testWorld(parts: Partial<World> = {}): TestWorld {
  const [notes, warnings, slept]: [string[], string[], number[]] = [[], [], []];
  const interrupted = new AbortController();
  return {
    env: {},
    now: () => new Date("2026-01-01T00:00:00Z"),
    signal: interrupted.signal,
    note: (text) => void notes.push(text),
    warn: (text) => void warnings.push(text),
    runningSandbox: async () => undefined,
    pace: {
      // a watch's span of silence is not waited for: it would be over before anything could be said
      sleep: async (milliseconds, signal) => {
        slept.push(milliseconds);
        if (milliseconds < SPAN_MS) return;
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
      },
      random: () => 0,
    },
    serviceAccountDir: join(tmpdir(), "svcctl-test-no-service-account"),
    notes,
    warnings,
    slept,
    interrupt: () => interrupted.abort(),
    ...parts,
  };
}

const SPAN_MS = 30_000;

/** A folder for a test's files; it goes when the test ends. */
export async function testFolder(t: Pick<TestContext, "after">, files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "svcctl-test-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
  return folder;
}

/** What stands in a kubeconfig beside the server's address. */
export interface ConfigParts {
  cluster?: Record<string, unknown>;
  user?: Record<string, unknown>;
  namespace?: string;
}

/** A kubeconfig, in JSON, of one context that leads to `server`. */
export function kubeconfigFor(server: string, { cluster, user = {}, namespace }: ConfigParts = {}): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    clusters: [{ name: "test", cluster: { server, ...cluster } }],
    users: [{ name: "test", user }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test", ...(namespace && { namespace }) } }],
  });
}

/** A Cluster that talks to a faulty server, through a kubeconfig that vouches for its certificate. */
export async function connectTo(
  t: Pick<TestContext, "after">,
  { url, certificate }: Pick<FaultyServer, "url" | "certificate">,
  {
    config = {},
    options = {},
    world = testWorld(),
  }: { config?: ConfigParts; options?: ConnectOptions; world?: World } = {},
): Promise<Cluster> {
  const ca = { "certificate-authority-data": Buffer.from(certificate.ca).toString("base64") };
  const cluster = { ...(url.startsWith("https:") && ca), ...config.cluster };
  const folder = await testFolder(t, { config: kubeconfigFor(url, { ...config, cluster }) });
  return connect({ kubeconfig: join(folder, "config"), ...options }, world);
}
