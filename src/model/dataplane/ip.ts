import { familyOf, type IpFamily } from "../addresses.ts";

/** A range of addresses: the number of its first address, and how many leading bits are fixed. */
export interface Range {
  family: IpFamily;
  first: bigint;
  bits: number;
}

const WIDTH: Record<IpFamily, number> = { IPv4: 32, IPv6: 128 };

/** The number of an address; undefined when the text is none. */
export function parseAddress(text: string): bigint | undefined {
  return familyOf(text) === "IPv4" ? parseIpv4(text) : parseIpv6(text);
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((number, part) => (number << 8n) | BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (embedded) {
    const low = parseIpv4(embedded[2] ?? "");
    if (low === undefined) return undefined;
    return parseIpv6(`${embedded[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`);
  }
  const [head = "", tail, ...more] = text.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [left, right] = [groups(head), groups(tail ?? "")];
  const missing = 8 - left.length - right.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const all = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((number, group) => (number << 16n) | BigInt(`0x${group}`), 0n);
}

/** The text of an address, as Go's net.IP and the kernel's tools write it (RFC 5952). */
export function formatAddress(number: bigint, family: IpFamily): string {
  const size = family === "IPv4" ? 8 : 16;
  const parts = Array.from({ length: WIDTH[family] / size }, (_, at) =>
    Number((number >> BigInt(WIDTH[family] - size * (at + 1))) & BigInt(2 ** size - 1)),
  );
  if (family === "IPv4") return parts.join(".");
  const groups = parts.map((part) => part.toString(16));
  const { start, length } = longestZeros(parts);
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + length).join(":")}`;
}

function longestZeros(parts: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let length = 0;
  for (const [at, part] of parts.entries()) {
    length = part === 0 ? length + 1 : 0;
    if (length > longest.length) longest = { start: at - length + 1, length };
  }
  return longest;
}

/** IPv4 as it should be: four numbers below 256, without leading zeros. */
const NORMAL_IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?=\d)|$)){4}$/;

/** An address in its one normal form; undefined when the text is none. */
export function normalAddress(text: string): string | undefined {
  if (NORMAL_IPV4.test(text)) return text;
  const number = parseAddress(text);
  return number === undefined ? undefined : formatAddress(number, familyOf(text));
}

/** Reads "10.0.0.0/8", or a single address; host bits are cleared. Undefined when the text is neither. */
export function parseRange(text: string): Range | undefined {
  const [address = "", length, ...more] = text.trim().split("/");
  const number = parseAddress(address);
  const family = familyOf(address);
  const bits = length === undefined ? WIDTH[family] : Number(length);
  if (number === undefined || more.length > 0 || !/^\d{0,3}$/.test(length ?? "") || length === "") return undefined;
  if (bits > WIDTH[family]) return undefined;
  const host = BigInt(WIDTH[family] - bits);
  return { family, first: (number >> host) << host, bits };
}

/** "10.0.0.0/8" */
export function formatRange({ family, first, bits }: Range): string {
  return `${formatAddress(first, family)}/${bits}`;
}

/** Whether an address lies in a range. */
export function contains(range: Range, address: string): boolean {
  const number = parseAddress(address);
  const host = BigInt(WIDTH[range.family] - range.bits);
  return number !== undefined && familyOf(address) === range.family && number >> host === range.first >> host;
}

/** An address as a range of one: "10.0.0.1/32". */
export function single(address: string): string {
  return `${address}/${WIDTH[familyOf(address)]}`;
}

/** Orders ranges by their first address. */
export function compareRanges(a: Range, b: Range): number {
  return a.first < b.first ? -1 : a.first > b.first ? 1 : a.bits - b.bits;
}
