import assert from "node:assert/strict";
import { test } from "node:test";

import { recordedObjects, recordedRules, recordings } from "../support/dataplane.ts";
import { runLine } from "../support/run.ts";

/** Compares rules from standard input with what the recorded objects ask for. */
async function against(rules: string, ...args: string[]) {
  const common = ["--node", "node-1", "--cluster-cidr", "10.244.0.0/16", "--against", "-"];
  const shown = await runLine(["dataplane", "-f", recordings, ...common, ...args], { stdin: rules });
  return { ...shown, exitCode: shown.error?.exitCode ?? 0 };
}

const iptables = recordedRules("iptables");
const nftables = recordedRules("nftables");

const ALIKE: [words: string, rules: string][] = [
  ["counters, as iptables-save -c prints them", iptables.replaceAll(/^-A/gm, "[12:720] -A")],
  ["a kernel without nfacct", iptables.replaceAll(/^.*localhost_nps.*\n/gm, "").replace(/-m nfacct \S+ +\S+ /, "")],
  ["iptables without --random-fully", iptables.replaceAll(" --random-fully", "")],
  ["a kernel that is liberal about windows", iptables.replace(/^-A KUBE-FORWARD .*INVALID.*\n/m, "")],
  ["lines that end as in other systems' files", iptables.replaceAll("\n", "\r\n")],
  ["handles, as nft -a prints them", nftables.replaceAll(/^(\t\t.*[^{},])$/gm, "$1 # handle 7")],
  [
    "tables of other programs",
    `table inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter; policy accept;\n\t}\n}\n${nftables}`,
  ],
];

for (const [words, rules] of ALIKE) {
  test(`rules that differ by their node alone are right: ${words}`, async () => {
    const { stdout, stderr } = await against(rules, "-A");
    assert.equal(stdout, "");
    assert.match(stderr, /what they ought to be/);
  });
}

for (const [mode, rules] of Object.entries({ iptables, nftables })) {
  test(`each Service alone is found to be right in the recorded ${mode} rules`, async () => {
    for (const { metadata } of recordedObjects().services) {
      const args = ["-n", metadata?.namespace ?? "", metadata?.name ?? ""];
      const { stdout, exitCode } = await against(rules, ...args);
      assert.deepEqual([stdout, exitCode], ["", 0], args.join(" "));
    }
  });
}

test("the table that iptables -S prints is compared alone, and that is said", async () => {
  const nat = (/^\*nat\n([^]*?)^COMMIT/m.exec(iptables)?.[1] ?? "").replaceAll(/^:(\S+) .*$/gm, "-N $1");
  const { stderr, exitCode } = await against(nat, "-A");
  assert.match(stderr, /^standard input has the table nat alone: others are not compared/);
  assert.equal(exitCode, 0);
  assert.equal((await against(nat.replace(/^-A KUBE-SEP.*\n/m, ""), "-A")).exitCode, 9);
});

test("a table that iptables-save ought to print and does not is missing", async () => {
  const { stderr } = await against(iptables.replace(/^\*filter\n[^]*?^COMMIT\n/m, ""), "-A");
  assert.match(stderr, /: \d+ missing; /);
});

test("a node without kube-proxy's table lacks everything", async () => {
  const { stderr, exitCode } = await against("table inet filter {\n}\n", "-A");
  assert.match(stderr, /^The node's rules differ.*: (\d+) missing; \1 compared\./m);
  assert.equal(exitCode, 9);
});

for (const [words, rules, message] of [
  ["iptables", iptables.slice(0, 3000), /^standard input is cut off: a table has no COMMIT$/],
  ["nftables", nftables.slice(0, 3000), /^standard input is cut off: a block is not closed$/],
] as const) {
  test(`rules of ${words} that are cut off are refused, not compared`, async () => {
    const { stdout, error, exitCode } = await against(rules, "-A");
    assert.match(error?.message ?? "", message);
    assert.deepEqual([stdout, exitCode], ["", 6]);
  });
}

test("what no tool prints is refused; nothing at all is taken for an empty ruleset when the mode is said", async () => {
  for (const rules of ["", "hello", "<html>", "\u0000\u0001"]) assert.equal((await against(rules, "-A")).exitCode, 6);
  const { stderr, exitCode } = await against("", "-A", "--mode", "nftables");
  assert.match(stderr, /: (\d+) missing; \1 compared/);
  assert.equal(exitCode, 9);
});

test("rules of another mode than kube-proxy's are compared, and the difference is said", async () => {
  const { stderr, exitCode } = await against(iptables, "-A", "--mode", "nftables");
  assert.match(stderr, /^standard input has the rules of iptables mode, but kube-proxy's mode is nftables\.$/m);
  assert.equal(exitCode, 0);
});

test("an element of a set that no Service explains is foreign; one that is gone is missing with its Service", async () => {
  const strange = nftables.replace("elements = { 10.96.0.1,", "elements = { 10.96.0.99,");
  assert.notEqual(strange, nftables, "the recording has this element first");
  const { stdout } = await against(strange, "-A");
  assert.match(stdout, /default\/kubernetes:https\n {2}missing: .*\n {4}ip set cluster-ips\n {6}10\.96\.0\.1\n/);
  assert.match(stdout, /no Service's\n {2}foreign: .*\n {4}ip set cluster-ips\n {6}10\.96\.0\.99\n/);
});
