import type { ProxyMode } from "../../model/dataplane/settings.ts";
import { printGrid } from "../grid.ts";
import { lineText } from "../lines.ts";
import { textWidth } from "../width.ts";
import type { WideLook } from "./paths-text.ts";

type Facts = Record<ProxyMode, string>;

/** What sets kube-proxy's modes apart (kubernetes.io, "Virtual IPs and Service Proxies", 1.36). */
const FACTS: Record<string, Facts> = {
  status: {
    iptables: "the default on Linux",
    ipvs: "deprecated since 1.35",
    nftables: "stable since 1.33",
  },
  structure: {
    iptables: "a chain for each port and endpoint",
    ipvs: "virtual servers and real servers",
    nftables: "maps of addresses, a chain for each port",
  },
  "finding a Service": {
    iptables: "rule by rule: slower as Services grow",
    ipvs: "a hash table: constant",
    nftables: "a hash table: constant",
  },
  "changing one": {
    iptables: "chains are written anew",
    ipvs: "only what changed",
    nftables: "only what changed, at once",
  },
  balancing: {
    iptables: "random",
    ipvs: "round robin, or other schedulers",
    nftables: "random",
  },
  affinity: {
    iptables: "clients noted for each endpoint",
    ipvs: "persistent connections",
    nftables: "clients noted for each endpoint",
  },
  "node ports": {
    iptables: "on every address, 127.0.0.1 too",
    ipvs: "on every address but 127.0.0.1",
    nftables: "on the node's own address",
  },
  "no endpoint": {
    iptables: "rejected",
    ipvs: "refused",
    nftables: "rejected, unused ports of Services too",
  },
};

const MODES = ["iptables", "ipvs", "nftables"] as const;

/** What each mode is, as data: `-o json` of --compare. */
export function modesData(sizes: Record<ProxyMode, number>): object {
  return Object.fromEntries(
    MODES.map((mode) => {
      const facts = Object.entries(FACTS).map(([fact, words]) => [fact, words[mode]]);
      return [mode, { ...Object.fromEntries(facts), entries: sizes[mode] }];
    }),
  );
}

/**
 * The three modes side by side, with how much each would write for the Services at hand; on a terminal that has no room
 * for that, below each other.
 */
export function modesText(sizes: Record<ProxyMode, number>, look: WideLook): string {
  const rows = Object.entries(FACTS).map(([fact, words]) => [fact, ...MODES.map((mode) => words[mode])]);
  const units: Facts = { iptables: "rules", ipvs: "servers", nftables: "rules and elements" };
  rows.push(["for these Services", ...MODES.map((mode) => `${sizes[mode]} ${units[mode]}`)]);
  const grid = printGrid(["", ...MODES], rows, look);
  const { width = Number.POSITIVE_INFINITY } = look;
  return grid.split("\n").every((line) => textWidth(line) <= width) ? grid : modesBelow(rows, look);
}

function modesBelow(rows: readonly string[][], { style, width }: WideLook): string {
  const widest = Math.max(...MODES.map((mode) => mode.length));
  return rows
    .flatMap(([fact = "", ...words]) => [
      lineText({ indent: 0, text: fact, paint: style.bold }, width),
      ...MODES.map((mode, at) => lineText({ indent: 2, text: `${mode.padEnd(widest)}  ${words[at]}` }, width)),
    ])
    .join("");
}
