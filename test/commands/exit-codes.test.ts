import assert from "node:assert/strict";
import { test } from "node:test";

import { choose } from "../../src/kubeconfig/choose.ts";
import { CliError } from "../../src/errors.ts";
import { deployment, startShop, WEB_SERVICE } from "../support/shop.ts";

const shop = await startShop();

// the table of the README: a refusal has one code, whether the server says it or svcctl
const CODES: [line: string, code: number][] = [
  ["get svc --bogus", 2],
  ["get svc web -o jsonpath={.a", 2],
  ["label svc web app=1 app-", 2],
  ["get svc ghost", 3],
  ["get ghosts", 3],
  ["get -f /nope.yaml", 3],
  ["patch svc web --patch-file=/nope.yaml", 3],
  ["get svc -o jsonpath-file=/nope", 3],
  ["create service clusterip web --tcp=80", 5],
  ["label svc web app=other", 5],
  ["label svc web x=1 --resource-version=1", 5],
  ["scale deploy web --replicas=1 --current-replicas=9", 5],
  ["scale deploy web --replicas=1 --resource-version=1", 5],
  ["create service clusterip Bad_Name --tcp=80", 6],
  ["patch svc web -p {bad", 6],
  ["wait svc/web --for=delete --timeout=50ms", 8],
];
for (const [line, code] of CODES) {
  test(`${line} ends with exit code ${code}`, async () => {
    const stall = await shop.open(
      WEB_SERVICE.replace("{name: web}", "{name: web, labels: {app: web}}"),
      deployment("web"),
    );
    assert.equal((await stall.run(line)).error?.exitCode, code);
  });
}

const CONFIG = { contexts: [{ name: "a", context: { cluster: "gone", user: "u" } }] };
for (const options of [{ context: "b" }, { context: "a" }, { cluster: "b" }, { user: "b", server: "https://x" }]) {
  test(`what ${JSON.stringify(options)} names and the kubeconfig has not is not found: exit code 3`, () => {
    assert.throws(
      () => choose(CONFIG, options),
      (error) => error instanceof CliError && error.exitCode === 3,
    );
  });
}

test("a current context that is not there is not found: exit code 3", () => {
  assert.throws(() => choose({ "current-context": "b" }, {}), { exitCode: 3 });
});
