import type { IncomingMessage } from "node:http";

import { tooLarge } from "../status.ts";

/** What the API server reads of a request at most: 3 MiB. */
const limit = 3 * 1024 * 1024;

/** The whole body. Throws 413 as soon as it is known to be too large; rejects when the client goes away. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not end the connection: the client is still to be told why.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
