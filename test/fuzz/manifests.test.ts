import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import fc from "fast-check";
import { load } from "js-yaml";

import { parseText } from "../../src/manifests/parse-text.ts";
import { readManifests } from "../../src/manifests/read.ts";
import { hostileCluster } from "./hostile-api.ts";
import { mutate, type Mutation, mutations, mutateText, type TextMutation, textMutations } from "./hostile-data.ts";
import { holdsFor, SEEDS } from "./seeds.ts";
import { runAtTerminal } from "./terminal.ts";

/** Command lines that read manifests from standard input; words are parted by spaces. */
const LINES = [
  "create -f - --dry-run=client",
  "create -f - --dry-run=client -o yaml",
  "create -f - --dry-run=client -o json --validate=ignore",
  "create -f - -o name",
  "apply -f -",
  "apply -f - --server-side -o yaml",
  "apply -f - --dry-run=client -o jsonpath={.metadata}{.spec}",
  "get -f - -o wide",
  "delete -f - --wait=false",
  "label -f - a=b --local -o yaml",
  "annotate -f - a=b --local -o json",
  "patch -f - --local -p {} -o yaml",
  "set selector -f - a=b --local -o yaml",
  "expose -f - --dry-run=client --port=80 -o yaml",
  "check -f -",
  "check -f - -o json",
  "check -f - -o sarif",
  "check -f - -o junit",
  "dns -f -",
  "dns -f - -o zone",
  "dataplane -f -",
  "dataplane -f - --mode iptables -o rules",
  "dataplane -f - --mode nftables -o rules",
  "dataplane -f - --compare",
  "wait -f - --for=jsonpath={.spec} --timeout=0",
];

const TEXTS = readdirSync("examples", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".yaml"))
  .toSorted()
  .map((name) => readFileSync(join("examples", name), "utf8"))
  .filter((text) => text.length < 3000);

const DOCUMENTS = TEXTS.map((text) => text.split(/^---$/m)[0] ?? "")
  .map((text) => load(text))
  .map((document) => JSON.stringify(document));

/** A manifest whose text or whose data was changed. */
const manifests: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...TEXTS), textMutations)
    .map(([text, changes]: [string, TextMutation[]]) => mutateText(text, changes)),
  fc
    .tuple(fc.constantFrom(...DOCUMENTS), mutations(4))
    .map(([document, changes]: [string, Mutation[]]) => JSON.stringify(mutate(document, changes)) ?? ""),
);

async function runWith(line: string, manifest: string): Promise<string> {
  const over = new AbortController();
  const { signal } = over;
  const stdin = async () => Buffer.from(manifest);
  try {
    return await runAtTerminal(line.split(" "), (note) => {
      // the server is honest here
      const cluster = hostileCluster((honest) => ({ status: 200, body: honest }), {
        signal,
        end: () => over.abort(),
        note,
      });
      return {
        signal,
        stdin,
        connect: async () => cluster,
        parseText: async (text) => parseText(text),
        manifests: (source) => readManifests(source, { stdin, signal }),
      };
    });
  } finally {
    over.abort();
  }
}

const inputs = fc.tuple(fc.constantFrom(...LINES), manifests);

for (const seed of SEEDS) {
  test(`whatever a manifest holds, it is taken or refused in words (seed ${seed})`, () =>
    holdsFor(inputs, async ([line, manifest]) => void (await runWith(line, manifest)), { seed, runs: 1000 }));
}
