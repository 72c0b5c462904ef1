import assert from "node:assert/strict";
import { test } from "node:test";

import { recordedObjects, recordedRules, recordedSettings, rulesText } from "../../support/dataplane.ts";

/** Chains and rules, each with its table; the counters of chains and the comments of the dump left out. */
function iptablesLines(dump: string): string[] {
  let table = "";
  return dump.split("\n").flatMap((line) => {
    if (line.startsWith("*")) table = line;
    return /^(?:-A|:)/.test(line) ? [`${table} ${line.replace(/ \[\d+:\d+\]$/, "")}`] : [];
  });
}

test("the iptables rules are those that kube-proxy wrote, one by one", () => {
  const ours = rulesText(recordedObjects(), ["IPv4"], recordedSettings);
  assert.deepEqual(iptablesLines(ours).toSorted(), iptablesLines(recordedRules("iptables")).toSorted());
});

test("in the chains of Services the iptables rules stand in kube-proxy's order", () => {
  const ours = rulesText(recordedObjects(), ["IPv4"], recordedSettings);
  const chainOf = (line: string) => line.split(" ")[2] ?? "";
  const ordered = (dump: string) =>
    iptablesLines(dump)
      .filter((line) => /-A KUBE-(?:SVC|SVL|FW|EXT|SEP|POSTROUTING)/.test(line))
      .toSorted((a, b) => (chainOf(a) < chainOf(b) ? -1 : chainOf(a) > chainOf(b) ? 1 : 0));
  assert.deepEqual(ordered(ours), ordered(recordedRules("iptables")));
  assert.match(
    iptablesLines(ours).findLast((line) => line.includes("-A KUBE-SERVICES")) ?? "",
    /must be the last rule/,
  );
});

/** Elements and lines of a ruleset, each with the table, the set, the map or the chain that holds it. */
function nftLines(dump: string): string[] {
  let place: string[] = [];
  return dump
    .replace(/,[ \t]*\n\s*/g, ", ")
    .split("\n")
    .flatMap((text) => {
      const line = text.trim();
      const opens = line.endsWith(" {");
      if (opens) place.push(line);
      if (line === "}") place.pop();
      if (line === "" || line === "}") return [];
      const elements = /^elements = \{ (.*) \}$/.exec(line)?.[1]?.split(", ");
      const where = place.join(" ");
      return elements ? elements.map((element) => `${where} element ${element}`) : [`${where} ${opens ? "" : line}`];
    });
}

test("the nftables tables of both families are those that kube-proxy wrote, element by element", () => {
  const settings = { ...recordedSettings, mode: "nftables" as const };
  const ours = rulesText(recordedObjects(), ["IPv4", "IPv6"], settings);
  assert.deepEqual(nftLines(ours).toSorted(), nftLines(recordedRules("nftables")).toSorted());
});
