import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { commandTable } from "../src/commands/table.ts";
import { completionText } from "../src/print/completion.ts";
import { completionScripts, SHELLS } from "../src/print/completion-scripts.ts";
import { startShop, WEB_SERVICE } from "./support/shop.ts";
import { answer, failure, kubeconfigFor, startFaultyServer, testFolder } from "./support/faulty-server.ts";
import { testContext } from "./support/context.ts";
import { runLine } from "./support/run.ts";
import type { TestSandbox } from "./support/sandbox.ts";

const shop = await startShop();

/** The values that may stand at the end of the words, and the number behind the colon. */
function read(stdout: string): { values: string[]; directive: string | undefined } {
  const lines = stdout.trimEnd().split("\n");
  const directive = lines.pop()?.slice(1);
  return { values: lines.map((line) => line.split("\t")[0] ?? ""), directive };
}

/** Completes a line without a cluster; its last word is the one that was begun. */
const offline = async (line: string) => read((await runLine(["__complete", ...line.split(" ")])).stdout);

test("the first word becomes a command, with what it is for", async () => {
  const { stdout } = await runLine(["__complete", "ge"]);
  assert.equal(stdout, "get\tshow one or many objects\n:4\n");
  assert.equal((await offline("")).values.length, commandTable.length);
  assert.deepEqual((await offline("-n shop desc")).values, ["describe"]);
});

const OFFLINE: [line: string, values: string[]][] = [
  ["create service n", ["nodeport"]],
  ["get --show-l", ["--show-labels"]],
  ["--name", ["--namespace"]],
  ["get svc -o js", ["json", "jsonpath", "jsonpath-as-json", "jsonpath-file"]],
  ["get svc --output=ya", ["--output=yaml"]],
  ["version -o ", ["json", "yaml"]],
  ["patch svc web --type ", ["json", "merge", "strategic"]],
  ["expose deploy web --type=N", ["--type=NodePort"]],
  ["get svc --dry-run=", []],
  ["apply --dry-run=s", ["--dry-run=server"]],
  ["wait svc web --for no", ["no-endpoints"]],
  ["describe s", ["services"]],
  ["completion f", ["fish"]],
  ["auth can-i l", ["list"]],
  ["get svc -- ", []],
  ["logs ", []],
  ["help ex", ["expose"]],
  ["help config use", ["use-context"]],
  ["help config use-context ", []],
  ["help get ", []],
];
for (const [line, values] of OFFLINE) {
  test(`without a cluster, "${line}" may become ${values.join(", ") || "nothing"}`, async () => {
    assert.deepEqual((await offline(line)).values, values);
  });
}

for (const line of ["create -f ", "sandbox start --data ", "dataplane --against "]) {
  test(`"${line}" wants a file and leaves it to the shell`, async () => {
    assert.deepEqual(await offline(line), { values: [], directive: "0" });
  });
}

test("the value of --for goes on behind it", async () => {
  assert.equal((await offline("wait svc web --for cond")).directive, "6");
});

test("every command with -o has formats to offer", async () => {
  const paths =
    "get|create|expose|apply|patch|label|annotate|scale|wait|events|delete|check|endpoints|who|ports|dns|trace";
  for (const path of paths.split("|")) assert.notDeepEqual((await offline(`${path} -o `)).values, [], path);
});

test("names come from the namespace that the line names; those that stand there already do not", async () => {
  const stall = await shop.open(WEB_SERVICE, WEB_SERVICE.replace("{name: web}", "{name: web-2}"));
  const completed = async (...words: string[]) => {
    const { stdout } = await runLine(["__complete", "-n", stall.namespace, ...words], { sandbox: shop.sandbox });
    return read(stdout).values;
  };
  assert.deepEqual(await completed("get", "svc", "w"), ["web", "web-2"]);
  assert.deepEqual(await completed("get", "svc", "web", ""), ["web-2"]);
  assert.deepEqual(await completed("delete", "svc/web-"), ["svc/web-2"]);
  assert.deepEqual(await completed("endpoints", ""), ["web", "web-2"]);
  assert.deepEqual(await completed("get", "services"), ["services"]);
  assert.deepEqual(await completed("get", "po,services"), ["po,services"]);
  assert.ok((await completed("get", "svc", "-n", "kube-")).includes("kube-system"));
});

test("types are offered to the commands whose verb they know", async () => {
  const completed = async (line: string) =>
    read((await runLine(["__complete", ...line.split(" ")], { sandbox: shop.sandbox })).stdout).values;
  for (const command of ["get", "delete", "label", "wait"]) {
    const types = await completed(`${command} `);
    assert.ok(types.includes("services"), command);
    assert.ok(!types.includes("selfsubjectaccessreviews"), command);
  }
  assert.ok((await completed("auth can-i create ")).includes("selfsubjectaccessreviews"));
});

test("every command that takes Services completes them", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const takers: string[] = [];
  for (const { name, load } of commandTable) {
    const { registeredArguments } = await load(testContext());
    if (registeredArguments.some((argument) => argument.variadic && argument.name() === "service")) takers.push(name);
  }
  assert.ok(takers.length >= 5, "check, dataplane, dns, endpoints, trace");
  for (const name of takers) {
    const words = ["__complete", name, "-n", stall.namespace, ""];
    assert.deepEqual(read((await runLine(words, { sandbox: shop.sandbox })).stdout).values, ["web"], name);
  }
});

test("flags that name a node or a namespace complete it", async () => {
  const completed = async (line: string) =>
    read((await runLine(["__complete", ...line.split(" ")], { sandbox: shop.sandbox })).stdout).values;
  const nodes = await completed("get nodes ");
  assert.ok(nodes.length > 0);
  assert.deepEqual(await completed("trace --from "), nodes);
  assert.deepEqual(await completed("dataplane --node "), nodes);
  assert.ok((await completed("dns --from kube-")).includes("kube-system"));
});

test("PowerShell versions that drop an empty word get it in quotes", () => {
  assert.match(completionScripts.powershell, /PSVersion -lt \[version\]'7\.3\.0' -or .* -eq 'Legacy'/);
  assert.match(completionScripts.powershell, /\$wordToComplete -eq '' -and \$dropsEmpty\) \{ '""' \}/);
});

test("a server that answers in time each time, and takes too long over all, completes nothing", async (t) => {
  const columnDefinitions = [{ name: "Name", type: "string", format: "name", description: "", priority: 0 }];
  const rows = [{ cells: ["web"], object: { metadata: { name: "web" } } }];
  const table = { kind: "Table", apiVersion: "meta.k8s.io/v1", metadata: {}, columnDefinitions, rows };
  const server = await startFaultyServer(
    t,
    (_, response, count) => {
      if (count < 3) answer(response, 429, failure(429, "TooManyRequests", "slow down"), { "retry-after": "1" });
      else answer(response, 200, table);
    },
    { plain: true },
  );
  const folder = await testFolder(t, { config: kubeconfigFor(server.url) });
  const sandbox = { kubeconfigPath: join(folder, "config") } as TestSandbox;
  assert.deepEqual(read((await runLine(["__complete", "endpoints", ""], { sandbox })).stdout).values, []);
  assert.ok(server.requests.length > 0);
});

test("a cluster that cannot be reached completes nothing, and says nothing", async () => {
  const { stdout, stderr, error } = await runLine(["__complete", "get", "svc", ""]);
  assert.deepEqual([stdout, stderr, error], [":4\n", "", undefined]);
});

test("names that a shell could obey are left out, and descriptions stay on their line", () => {
  const names = ["web", "$(reboot)", "a b", "a;b", "`x`", "a'b", "-rf", "a\nb", "a\u001b[2J", "arn:aws:eks:x/y", "u@c"];
  const candidates = names.map((value) => ({ value }));
  const told = completionText({ candidates: [...candidates, { value: "x", description: "a\nb\u001b\u2028c" }] }, "");
  assert.equal(told, "web\narn:aws:eks:x/y\nu@c\nx\ta b  c\n:4\n");
});

for (const shell of SHELLS.filter((name) => name !== "powershell")) {
  const isThere = spawnSync(shell, ["-c", "true"]).status === 0;
  test(
    `the script for ${shell} is one that ${shell} can read`,
    { skip: isThere ? false : `no ${shell}` },
    async (t) => {
      const folder = await testFolder(t, { script: completionScripts[shell] });
      const { status, stderr } = spawnSync(shell, ["-n", join(folder, "script")], { encoding: "utf8" });
      assert.deepEqual([status, stderr], [0, ""]);
    },
  );
}

test(
  "bash puts in what svcctl answers, behind the last = alone",
  { skip: spawnSync("bash", ["-c", "true"]).status !== 0 },
  () => {
    const script = `${completionScripts.bash}
svcctl() { printf '%s\\n' "$2/$3/$4" >&3; printf '%s\\n' $'--output=json\\tas JSON' :4; }
complete() { :; }
COMP_LINE='svcctl get --output=js' COMP_POINT=22
_svcctl
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", `exec 3>&1; ${script}`], { encoding: "utf8" });
    assert.deepEqual([stdout, stderr], ["get/--output=js/\njson\n", ""]);
  },
);
