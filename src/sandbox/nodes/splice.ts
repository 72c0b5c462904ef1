import type { Socket } from "node:net";

/** How long one side may go on after the other has said all that it will. */
const HALF_OPEN_MS = 60_000;

/**
 * Joins two connections that allow to be half open: what one side sends and its end are passed on, so that a client may
 * end its request and still read the answer. When one breaks, the other is reset. Calls nothing and throws nothing.
 */
export function splice(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.once("end", () => {
      for (const socket of [from, to]) socket.setTimeout(HALF_OPEN_MS, () => socket.destroy());
    });
    from.once("error", () => reset(to));
    // a connection that is whole at its end has been passed on to the last byte; its other half ends by itself
    from.once("close", () => {
      if (!to.readableEnded) reset(to);
    });
  }
}

/** Lets a peer see that the connection broke, and did not end. */
export function reset(socket: Socket): void {
  if (!socket.destroyed) socket.resetAndDestroy();
}
