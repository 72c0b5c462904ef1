import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import type { ProxyMode } from "../../../src/model/dataplane/settings.ts";
import { busyServices, busySlices } from "../../support/busy-services.ts";
import { nodeSettings, recordedObjects, rulesText } from "../../support/dataplane.ts";

/**
 * What the kernel's own tools say of the rules, in a network namespace of their own. Skipped where a tool is not
 * installed, or the user may not make namespaces.
 */
function inNamespace(script: string, input: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync("unshare", ["-n", "sh", "-c", script], { input, encoding: "utf8" });
  return { status, stdout, stderr };
}

const works = (script: string): boolean => inNamespace(script, "").status === 0;
const noNft = !works("nft list ruleset") && "nft or network namespaces are not here";
const noIptables = !works("iptables-save && ip6tables-save") && "iptables or network namespaces are not here";
const noCounters = !works("iptables-save && nfacct list") && "iptables or nfacct are not here";

const objects = () => ({
  services: [...recordedObjects().services, ...busyServices],
  endpointSlices: [...recordedObjects().endpointSlices, ...busySlices],
});

const settings = (mode: ProxyMode) => ({
  ...nodeSettings,
  mode,
  knowsInterfaces: true,
  serviceCidrs: ["10.96.0.0/16", "fd00:10:96::/112"],
});

const families = ["IPv4", "IPv6"] as const;
const iptables = (family: "IPv4" | "IPv6") => rulesText(objects(), [family], settings("iptables"));
const nftables = () => rulesText(objects(), families, settings("nftables"));

for (const family of families) {
  const tool = family === "IPv4" ? "iptables" : "ip6tables";

  test(`${tool}-restore takes the rules`, { skip: noIptables }, () => {
    const { status, stderr } = inNamespace(`${tool}-restore --test`, iptables(family));
    assert.equal(status, 0, stderr);
  });

  test(`${tool}-save gives back the rules as they were written`, { skip: noCounters }, () => {
    const counters = "nfacct add ct_state_invalid_dropped_pkts; nfacct add localhost_nps_accepted_pkts";
    const { status, stdout, stderr } = inNamespace(`${counters}; ${tool}-restore && ${tool}-save`, iptables(family));
    assert.equal(status, 0, stderr);
    const lines = (text: string) =>
      text.split("\n").flatMap((line) => (line.startsWith("#") ? [] : [line.replace(/ \[.*/, "")]));
    assert.deepEqual(lines(stdout).toSorted(), lines(iptables(family)).toSorted());
  });
}

test("nft takes the ruleset", { skip: noNft }, () => {
  const { status, stderr } = inNamespace("nft -c -f -", nftables());
  assert.equal(status, 0, stderr);
});

test("nft lists the ruleset as it was written", { skip: noNft }, () => {
  const { status, stdout, stderr } = inNamespace("nft -f - && nft list ruleset", nftables());
  assert.equal(status, 0, stderr);
  const words = (text: string) =>
    text
      .split(/,\s+|\n/)
      .map((line) =>
        line
          .trim()
          .replace(/^elements = \{ /, "")
          .replace(/ \}$/, ""),
      )
      .filter((line) => line !== "");
  assert.deepEqual(words(stdout).toSorted(), words(nftables()).toSorted());
});
