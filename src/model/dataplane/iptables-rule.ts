import { single } from "./ip.ts";

export type IptablesTable = "mangle" | "filter" | "nat";

/** One rule, as iptables-save writes it after `-A CHAIN`. */
export interface IptablesRule {
  table: IptablesTable;
  chain: string;
  spec: string;
  /** The Service port ("shop/frontend:http") that it serves; undefined for the fixed parts. */
  service?: string | undefined;
  /** The endpoint ("10.0.0.1:80") that it serves. */
  endpoint?: string | undefined;
}

/** What a rule matches and does. */
export interface RuleParts {
  /** An address or a range. */
  source?: string;
  notSource?: string;
  destination?: string;
  /** The interface that a packet comes in by; with a "+" at its end, every one whose name begins so. */
  input?: string;
  notInput?: string;
  protocol?: string;
  comment?: string | undefined;
  /** Matches that stand before the protocol's own. */
  also?: string;
  /** The protocol's own match (`-m tcp`) with the port; "any" for the match alone. */
  port?: number | "any";
  /** Matches that stand after the protocol's own. */
  last?: string;
  jump?: string;
}

/** Writes a rule's parts in the order and the words of iptables-save. Joined at once, since there may be many rules. */
export function ruleSpec(parts: RuleParts): string {
  const { source, notSource, destination, input, notInput, protocol, comment, also, port, last, jump } = parts;
  const words: string[] = [];
  if (source !== undefined && !isEverything(source)) words.push("-s", asRange(source));
  if (notSource !== undefined) words.push("! -s", asRange(notSource));
  if (destination !== undefined) words.push("-d", asRange(destination));
  if (input !== undefined) words.push("-i", input);
  if (notInput !== undefined) words.push("! -i", notInput);
  if (protocol !== undefined) words.push("-p", protocol);
  if (comment !== undefined) words.push(`-m comment --comment "${comment}"`);
  if (also) words.push(also);
  if (port !== undefined) words.push("-m", protocol ?? "");
  if (typeof port === "number") words.push("--dport", String(port));
  if (last) words.push(last);
  if (jump !== undefined) words.push("-j", jump);
  return words.join(" ");
}

const isEverything = (source: string): boolean => source === "0.0.0.0/0" || source === "::/0";

const asRange = (text: string): string => (text.includes("/") ? text : single(text));

const STEPS = 0x80000000;

/**
 * The match that takes one packet in `remaining`, as iptables-save shows it: kube-proxy writes ten decimals, the kernel
 * keeps 31 bits.
 */
export function randomMatch(remaining: number): string {
  const known = MATCHES.get(remaining) ?? writeMatch(remaining);
  MATCHES.set(remaining, known);
  return known;
}

/** The same few matches serve all Services. */
const MATCHES = new Map<number, string>();

function writeMatch(remaining: number): string {
  const written = Number((1 / remaining).toFixed(10));
  return `-m statistic --mode random --probability ${(Math.round(written * STEPS) / STEPS).toFixed(11)}`;
}
