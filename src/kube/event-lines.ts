import type { Readable } from "node:stream";

import { ConnectionError } from "./connection-error.ts";
import { isObject } from "./parse-answer.ts";

/** One line of a watch: an event of the kinds that Kubernetes sends. */
export interface RawEvent {
  type: string;
  object: Record<string, unknown>;
}

/** A line that grows beyond this is not an event of any API server. */
const MAX_LINE = 64 * 1024 * 1024;

/**
 * Reads a watch's events, one JSON object on each line. A last line that was cut off is left out: the same event comes
 * again on the next connection. Throws a ConnectionError for a whole line that is no event.
 */
export async function* readEvents(stream: Readable): AsyncGenerator<RawEvent> {
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    let rest = chunk as Buffer;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...pieces, rest.subarray(0, end)]).toString("utf8");
      [pieces, size, rest] = [[], 0, rest.subarray(end + 1)];
      if (line.trim() !== "") yield parseEvent(line);
    }
    if (rest.length > 0) pieces.push(rest);
    size += rest.length;
    if (size > MAX_LINE) throw noEvent("too long");
  }
}

function parseEvent(line: string): RawEvent {
  const event = parseJson(line);
  if (isObject(event) && typeof event["type"] === "string" && isObject(event["object"])) {
    return { type: event["type"], object: event["object"] };
  }
  throw noEvent("no event");
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (thrown) {
    throw noEvent("no JSON", thrown);
  }
}

const noEvent = (fault: string, cause?: unknown): ConnectionError =>
  new ConnectionError(`error: a line of the watch is ${fault}`, { cause });
