import { contains, parseRange } from "../../src/model/dataplane/ip.ts";

/** A packet that begins a connection. */
export interface Packet {
  from: string;
  to: string;
  port: number;
  protocol?: string;
  /** The interface that it comes in by. */
  input?: string;
}

/** What becomes of it: every destination that chance may choose, or a verdict; and whether its source is replaced. */
export interface Fate {
  ends: string[];
  masquerade: boolean;
}

interface Rule {
  table: string;
  chain: string;
  words: string[];
}

/** The addresses that matches on LOCAL mean. */
type LocalAddresses = readonly string[];

/**
 * Follows a packet through rules as iptables-save prints them: the nat table from PREROUTING, then, with the destination
 * that it got there, kube-proxy's chains of the filter table. Rules that ask for an earlier packet's state do not match.
 */
export function followPacket(rules: string, packet: Packet, local: LocalAddresses): Fate {
  const walk = new Walk(parseRules(rules), packet, local);
  walk.run("nat", "PREROUTING");
  const [first] = walk.ends;
  if (first !== undefined) walk.packet = { ...packet, to: first.replace(/:\d+$/, "").replace(/^\[|\]$/g, "") };
  for (const chain of ["SERVICES", "EXTERNAL-SERVICES", "NODEPORTS", "PROXY-FIREWALL"])
    walk.run("filter", `KUBE-${chain}`);
  return { ends: walk.ends, masquerade: walk.masquerade };
}

function parseRules(text: string): Rule[] {
  let table = "";
  return text.split("\n").flatMap((line) => {
    if (line.startsWith("*")) table = line.slice(1);
    const [, chain, spec = ""] = /^-A (\S+) ?(.*)$/.exec(line) ?? [];
    return chain === undefined ? [] : [{ table, chain, words: spec.match(/"[^"]*"|\S+/g) ?? [] }];
  });
}

const STATEFUL = ["--ctstate", "--rcheck", "--mark"];

class Walk {
  readonly ends: string[] = [];
  masquerade = false;
  packet: Packet;
  readonly #rules: readonly Rule[];
  readonly #local: LocalAddresses;

  constructor(rules: readonly Rule[], packet: Packet, local: LocalAddresses) {
    this.#rules = rules;
    this.packet = packet;
    this.#local = local;
  }

  /** Whether the packet's way ends in the chain for certain. */
  run(table: string, chain: string): boolean {
    for (const { words } of this.#rules.filter((rule) => rule.table === table && rule.chain === chain)) {
      const target = words[words.indexOf("-j") + 1] ?? "";
      if (!words.includes("-j") || !this.#matches(words)) continue;
      if (target === "KUBE-MARK-MASQ") this.masquerade = true;
      else if (target === "DNAT") this.ends.push(words.at(-1) ?? "");
      else if (["ACCEPT", "DROP", "REJECT"].includes(target)) this.ends.push(target);
      else if (!this.run(table, target) || words.includes("--probability")) continue;
      if (target !== "KUBE-MARK-MASQ") return true;
    }
    return false;
  }

  #matches(words: readonly string[]): boolean {
    if (STATEFUL.some((word) => words.includes(word))) return false;
    const { from, to, port, protocol = "tcp", input = "eth0" } = this.packet;
    const isLocal = (address: string) => this.#local.includes(address);
    const inRange = (address: string) => (text: string) => {
      const range = parseRange(text);
      return range !== undefined && contains(range, address);
    };
    const tests: Record<string, (value: string) => boolean> = {
      "-s": inRange(from),
      "-d": inRange(to),
      "-i": (name) => (name.endsWith("+") ? input.startsWith(name.slice(0, -1)) : input === name),
      "-p": (name) => name === protocol,
      "--dport": (number) => Number(number) === port,
      "--src-type": () => isLocal(from),
      "--dst-type": () => isLocal(to),
    };
    return words.every((word, at) => {
      const holds = tests[word]?.(words[at + 1] ?? "") ?? true;
      return words[at - 1] === "!" && word in tests ? !holds : holds;
    });
  }
}
