import assert from "node:assert/strict";
import { test } from "node:test";

import { findResources } from "../../src/commands/find-resources.ts";
import { CliError, ExitCode } from "../../src/errors.ts";
import type { Cluster, Resource } from "../../src/kube/client.ts";

const kind = (plural: string, categories: string[]): Resource => ({
  group: "",
  version: "v1",
  kind: plural,
  plural,
  singular: plural,
  namespaced: true,
  shortNames: [],
  categories,
  verbs: [],
});
const KNOWN = [kind("services", ["all"]), kind("gateways", ["mesh", "all"]), kind("routes", ["mesh"])];

const cluster = {
  resource: async (word: string) => {
    const found = KNOWN.find(({ plural }) => plural === word);
    if (found) return found;
    throw new CliError(`no type "${word}"`, { exitCode: ExitCode.notFound });
  },
  resources: async () => KNOWN,
} as unknown as Cluster;

const found = async (...types: string[]) => (await findResources(types, cluster)).map(({ plural }) => plural);

test("any category stands for its members, and each resource comes once", async () => {
  assert.deepEqual(await found("all"), ["services", "gateways"]);
  assert.deepEqual(await found("mesh"), ["gateways", "routes"]);
  assert.deepEqual(await found("services", "all", "mesh"), ["services", "gateways", "routes"]);
});

test("a word that is neither type nor category is refused", async () => {
  await assert.rejects(found("nonsense"), { message: 'no type "nonsense"' });
});
