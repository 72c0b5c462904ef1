import { escapeText } from "./escape.ts";

/** A piece's characters, and at most one line more: what a pipe takes at once. */
const PIECE = 65_536;

/** Joins lines, each with its end, into pieces that are escaped and worth a write of their own: a long text needs no whole. */
export function* escapedPieces(lines: Iterable<string>): Generator<string> {
  let piece = "";
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield escapeText(piece, { keepLines: true });
    piece = "";
  }
  if (piece !== "") yield escapeText(piece, { keepLines: true });
}
