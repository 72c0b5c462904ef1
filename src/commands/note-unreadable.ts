import type { Io } from "../context.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { escapeText } from "../print/escape.ts";
import { unreadableText } from "../print/remark-words.ts";

/** Says on stderr which kinds an answer does without, and why. */
export function noteUnreadable({ unreadable }: Snapshot, { note }: Io): void {
  for (const { kind, reason } of unreadable) note(`Warning: ${escapeText(unreadableText(kind, reason))}`);
}
