import assert from "node:assert/strict";
import { Agent } from "node:http";
import { test } from "node:test";

import { exchange } from "../../src/kube/exchange.ts";
import { startFaultyServer } from "../support/faulty-server.ts";

test("a request that waits for a connection ends when it is told to, whatever is before it", async (t) => {
  // never answers
  const { url } = await startFaultyServer(t, () => {}, { plain: true });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const ask = (signal: AbortSignal) =>
    exchange({ method: "GET", url: new URL(url), headers: {}, body: undefined, agent, signal, onPhase: () => {} });
  const [before, behind] = [new AbortController(), new AbortController()];
  const first = ask(before.signal);
  const second = ask(behind.signal);
  behind.abort();
  await assert.rejects(second, { name: "AbortError" });
  before.abort();
  await assert.rejects(first, { name: "AbortError" });
});
