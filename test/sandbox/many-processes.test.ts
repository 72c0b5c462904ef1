import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { test } from "node:test";

import type { KubeObject, Service } from "../../src/model/snapshot.ts";
import { startTestCluster } from "../support/live-cluster.ts";
import { program, programWords } from "../support/program.ts";

interface Ended {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs the built program in a process of its own. */
async function runProcess(kubeconfig: string, words: readonly string[], stdin = ""): Promise<Ended> {
  const child = spawn(program, [...programWords, `--kubeconfig=${kubeconfig}`, ...words]);
  child.stdin.end(stdin);
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { status, stdout, stderr };
}

const nodePort = (name: string, port?: number): object => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "default" },
  spec: { type: "NodePort", selector: { app: name }, ports: [{ port: 80, ...(port && { nodePort: port }) }] },
});

const listOf = (items: object[]): string => JSON.stringify({ apiVersion: "v1", kind: "List", items });

/** Who holds which port and address, followed over every change; what was handed out while another held it. */
class Holdings {
  readonly #holders = new Map<string, string>();
  readonly handedOutTwice: string[] = [];

  note(type: string, object: KubeObject): void {
    const { metadata, spec } = object as Service;
    const held = [spec?.clusterIP, ...(spec?.ports ?? []).map(({ nodePort: port }) => port && `port ${port}`)];
    const uid = metadata?.uid ?? "";
    for (const thing of held.filter((one): one is string => Boolean(one) && one !== "None")) {
      const holder = this.#holders.get(thing);
      if (type === "DELETED") this.#holders.delete(thing);
      else if (holder !== undefined && holder !== uid) this.handedOutTwice.push(`${thing}: ${metadata?.name}`);
      else this.#holders.set(thing, uid);
    }
  }
}

test("100 processes that create and delete Services at once: what is acknowledged is there, nothing is handed out twice", async (t) => {
  const cluster = await startTestCluster(t);
  const holdings = new Holdings();
  t.after(
    cluster.registry.subscribe(({ kind, type, object }) => {
      if (kind.kind === "Service") holdings.note(type, object);
    }),
  );
  const run = (words: string, stdin?: string) => runProcess(cluster.kubeconfigPath, words.split(" "), stdin);
  const old = Array.from({ length: 60 }, (_, at) => `old-${at}`);
  const { status } = await run("create -f -", listOf(old.map((name) => nodePort(name))));
  assert.equal(status, 0);

  const creators = Array.from({ length: 50 }, (_, at) => async () => {
    const names = [`new-${at}-a`, `new-${at}-b`];
    return { names, ended: await run("create -f - -o name", listOf(names.map((name) => nodePort(name)))) };
  });
  const deleters = Array.from({ length: 30 }, (_, at) => async () => {
    const names = [`old-${2 * at}`, `old-${2 * at + 1}`];
    return { names, ended: await run(`delete svc ${names.join(" ")} -o name`) };
  });
  // five names and five ports that two want at once; of those below 30086 none is handed out while others are free
  const rivals = Array.from({ length: 20 }, (_, at) => async () => {
    const wanted = at < 10 ? undefined : 30_000 + Math.floor(at / 2);
    const name = at < 10 ? `same-${Math.floor(at / 2)}` : `rival-${at}`;
    return { names: [name], ended: await run("create -f - -o name", JSON.stringify(nodePort(name, wanted))) };
  });
  const [created, deleted, fought] = await Promise.all(
    [creators, deleters, rivals].map((group) => Promise.all(group.map((start) => start()))),
  );

  const there = new Set(cluster.objects.services.list("default").map((service) => service.metadata?.name));
  for (const { names, ended } of created!) {
    assert.deepEqual([ended.status, ended.stderr], [0, ""]);
    assert.equal(ended.stdout, names.map((name) => `service/${name}\n`).join(""));
    assert.ok(names.every((name) => there.has(name)));
  }
  for (const { names, ended } of deleted!) {
    assert.deepEqual([ended.status, ended.stderr], [0, ""]);
    assert.ok(names.every((name) => !there.has(name)));
  }
  for (let pair = 0; pair < 10; pair++) {
    const both = fought!.slice(2 * pair, 2 * pair + 2).map(({ ended }) => ended);
    const [winner, loser] = both[0]?.status === 0 ? both : both.toReversed();
    assert.equal(winner?.status, 0, "one of two gets it");
    if (pair < 5) assert.match(loser?.stderr ?? "", /\(AlreadyExists\)/);
    else assert.match(loser?.stderr ?? "", /provided port is already allocated/);
    assert.ok(loser?.status === 5 || loser?.status === 6, `exit code ${loser?.status}`);
  }
  assert.deepEqual(holdings.handedOutTwice, []);
  assert.equal(there.size, 1 + 100 + 10, "the Service kubernetes, and what was created and not deleted");
  assert.deepEqual(cluster.errors, []);
});
