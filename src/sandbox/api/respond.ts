import type { ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

import { dump } from "js-yaml";

import { ApiError, internalError } from "../status.ts";
import type { Exchange } from "./exchange.ts";

/** Answers below this size are sent as they are, as by a kube-apiserver. */
const compressedFrom = 128 * 1024;

const compress = promisify(gzip);

export interface Answer {
  code?: number;
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
}

/** Answers with a JSON (or YAML) document, compressed when it is large and the client takes it. */
export async function sendObject(exchange: Exchange, body: unknown, answer: Answer = {}): Promise<void> {
  const { contentType = "application/json" } = answer;
  const text = contentType === "application/yaml" ? dump(body, { noRefs: true }) : `${JSON.stringify(body)}\n`;
  await sendBytes(exchange, Buffer.from(text), { ...answer, contentType });
}

/** Answers with plain text. */
export async function sendText(exchange: Exchange, text: string, answer: Answer = {}): Promise<void> {
  await sendBytes(exchange, Buffer.from(text), { contentType: "text/plain; charset=utf-8", ...answer });
}

/** Answers with bytes of the given content type. */
export async function sendBytes(
  exchange: Exchange,
  body: Buffer,
  { code = 200, contentType, headers }: Answer,
): Promise<void> {
  const { response, request } = exchange;
  startHead(response, exchange.warnings);
  if (contentType) response.setHeader("content-type", contentType);
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  const zipped = body.length >= compressedFrom && acceptsGzip(request.headers["accept-encoding"]);
  const bytes = zipped ? await compress(body, { level: 1 }) : body;
  if (zipped) response.setHeader("content-encoding", "gzip").setHeader("vary", "Accept-Encoding");
  response.writeHead(code, { "content-length": bytes.length });
  response.end(bytes);
}

/** Headers that every answer of the API has. */
export function startHead(response: ServerResponse, warnings: readonly string[]): void {
  response.setHeader("cache-control", "no-cache, private");
  const texts = withinBudget([...new Set(warnings)]);
  if (texts.length > 0)
    response.setHeader(
      "warning",
      texts.map((text) => `299 - ${quote(text)}`),
    );
}

/** As the API server does: where all warnings together are too long, each is cut short, and the last ones left out. */
const longestWarnings = 4096;
const cutWarning = 256;

function withinBudget(texts: readonly string[]): readonly string[] {
  if (texts.reduce((sum, text) => sum + text.length, 0) <= longestWarnings) return texts;
  return texts.slice(0, longestWarnings / cutWarning).map((text) => text.slice(0, cutWarning));
}

/** A quoted string of HTTP, in the bytes of UTF-8: backslashes and quotes escaped, control characters left out. */
function quote(text: string): string {
  const plain = text.replace(/[\0-\x1f\x7f]+/g, " ");
  return Buffer.from(`"${plain.replace(/["\\]/g, "\\$&")}"`).toString("latin1");
}

function acceptsGzip(accepted: string | string[] | undefined): boolean {
  return /(^|,)\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*(,|$)))?/.test(String(accepted ?? ""));
}

/** Answers with the Status that an error makes; an error that is none of the API's is a 500. */
export async function sendError(exchange: Exchange, error: unknown): Promise<void> {
  const { response } = exchange;
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { status } = error instanceof ApiError ? error : internalError(messageOf(error));
  // What is left of a body that was refused is let pass, so that the client gets to read why; then nothing more.
  if (status.code === 413) response.setHeader("connection", "close");
  exchange.request.resume();
  const { retryAfterSeconds } = status.details ?? {};
  const headers = { ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }) };
  await sendObject(exchange, status, { code: status.code, headers });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
