import assert from "node:assert/strict";
import { once, setMaxListeners } from "node:events";
import http from "node:http";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { exchange } from "../src/kube/exchange.ts";
import { linkSignals } from "../src/link-signals.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Memory is collected several times, with pauses in which what was given up is let go. */
async function collectMemory(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    collect();
    await setTimeout(5);
  }
}

test("a linked signal ends with the first of the others, for its reason", () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const linked = linkSignals([first.signal, undefined, second.signal]);
  second.abort("enough");
  first.abort("late");
  assert.equal(linked.signal.reason, "enough");
  assert.equal(linked.timedOut, false);
});

test("a linked signal whose other has ended before has ended too", () => {
  assert.equal(linkSignals([AbortSignal.abort("over")]).signal.reason, "over");
});

test("a linked signal ends by itself after its time, however long a time it is", async () => {
  const short = linkSignals([], 10);
  const long = linkSignals([], 2 ** 40);
  await setTimeout(30);
  assert.equal(short.timedOut, true);
  assert.equal((short.signal.reason as Error).name, "TimeoutError");
  assert.equal(long.signal.aborted, false);
});

test("time that runs out after another has ended it is not what ended it", async () => {
  const other = new AbortController();
  const linked = linkSignals([other.signal], 10);
  other.abort("enough");
  await setTimeout(30);
  assert.equal(linked.timedOut, false);
  assert.equal(linked.signal.reason, "enough");
});

test("a released signal is ended by nothing", async () => {
  const other = new AbortController();
  const linked = linkSignals([other.signal], 10);
  linked.release();
  other.abort();
  await setTimeout(30);
  assert.equal(linked.signal.aborted, false);
});

test("requests end in time and with the others, also after memory was collected", async (t) => {
  const silent = createServer(() => {});
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  t.after(() => silent.close());
  const url = new URL(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
  const other = new AbortController();
  setMaxListeners(0, other.signal);
  const ended = { inTime: 0, withOther: 0 };
  const ask = async (milliseconds: number) => {
    // a link of a link, as a request's time limit is to a command's
    const { signal } = linkSignals([linkSignals([other.signal]).signal], milliseconds);
    const agent = new http.Agent();
    const asked = exchange({ method: "GET", url, headers: {}, body: undefined, agent, signal, onPhase: () => {} });
    await assert.rejects(asked, { name: "AbortError" });
    ended[other.signal.aborted ? "withOther" : "inTime"]++;
  };
  const requests = [...Array(20).fill(0), ...Array(20).fill(150)].map(ask);
  await collectMemory();
  await setTimeout(300);
  assert.deepEqual(ended, { inTime: 20, withOther: 0 });
  await collectMemory();
  other.abort();
  await Promise.all(requests);
  assert.deepEqual(ended, { inTime: 20, withOther: 20 });
});
