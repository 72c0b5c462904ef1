import type { Cause } from "../types.ts";
import { invalid } from "./field-error.ts";

/** An address as its bytes: 4 for IPv4, 16 for IPv6. */
export interface IpAddress {
  bytes: readonly number[];
  /** Written with zeros before a part, which old Kubernetes accepted. */
  leadingZeros: boolean;
}

export type IpFamily = "IPv4" | "IPv6";

/** Reads an address as Kubernetes' "sloppy" parser does; undefined when it is none. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d+$/.test(part) && Number(part) <= 255)) return undefined;
  return { bytes: parts.map(Number), leadingZeros: parts.some((part) => /^0\d/.test(part)) };
}

function parseIpv6(text: string): IpAddress | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => parseGroups(half));
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const known = head.bytes.length + (tail?.bytes.length ?? 0);
  if (halves.length === 1 ? known !== 16 : known > 14) return undefined;
  const bytes = [...head.bytes, ...Array.from({ length: 16 - known }, () => 0), ...(tail?.bytes ?? [])];
  return { bytes, leadingZeros: head.leadingZeros || tail?.leadingZeros === true };
}

/** The groups of one side of `::`; the last may be an IPv4 address. */
function parseGroups(text: string): IpAddress | undefined {
  if (text === "") return { bytes: [], leadingZeros: false };
  const groups = text.split(":");
  const last = groups.at(-1) ?? "";
  const embedded = last.includes(".") ? parseIpv4(last) : undefined;
  const plain = last.includes(".") ? groups.slice(0, -1) : groups;
  if ((last.includes(".") && !embedded) || !plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const bytes = plain.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
  return { bytes: [...bytes, ...(embedded?.bytes ?? [])], leadingZeros: embedded?.leadingZeros ?? false };
}

/** IPv4 in IPv6's clothes, `::ffff:10.0.0.1`: Kubernetes treats it as IPv4, and refuses it in new values. */
export const isMapped = ({ bytes }: IpAddress): boolean =>
  bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;

/** Undefined when the text is no address. */
export function familyOf(text: string): IpFamily | undefined {
  const address = parseIp(text);
  return address && (unmapped(address).length === 4 ? "IPv4" : "IPv6");
}

const unmapped = (address: IpAddress): readonly number[] =>
  isMapped(address) ? address.bytes.slice(12) : address.bytes;

/** The canonical text: RFC 5952 for IPv6; a mapped address becomes IPv4. */
export function formatIp(address: IpAddress): string {
  const bytes = unmapped(address);
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  const runs = [
    ...groups
      .map((group) => (group === "0" ? "0" : "x"))
      .join("")
      .matchAll(/0{2,}/g),
  ];
  const longest = runs.reduce((best, run) => Math.max(best, run[0].length), 0);
  const run = runs.find((candidate) => candidate[0].length === longest);
  if (!run) return groups.join(":");
  return `${groups.slice(0, run.index).join(":")}::${groups.slice(run.index + longest).join(":")}`;
}

/**
 * The check of every address field of a Service, a Pod or a slice (IsValidIPForLegacyField under StrictIPCIDRValidation,
 * on since 1.36). What the stored object had already stays valid: `kept`.
 */
export function checkIp(field: string, value: string, kept: readonly string[] = []): Cause[] {
  if (kept.includes(value)) return [];
  const address = parseIp(value);
  if (!address) return [invalid(field, value, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")];
  if (address.leadingZeros) return [invalid(field, value, "must not have leading 0s")];
  return isMapped(address) ? [invalid(field, value, "must not be an IPv4-mapped IPv6 address")] : [];
}

const specialRanges: readonly { message: (text: string) => string; holds: (bytes: readonly number[]) => boolean }[] = [
  {
    message: (text) => `may not be unspecified (${text})`,
    holds: (bytes) => bytes.every((byte) => byte === 0),
  },
  {
    message: () => "may not be in the loopback range (127.0.0.0/8, ::1/128)",
    holds: (bytes) =>
      bytes.length === 4 ? bytes[0] === 127 : bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1,
  },
  {
    message: () => "may not be in the link-local range (169.254.0.0/16, fe80::/10)",
    holds: ([first = 0, second = 0, ...rest]) =>
      rest.length === 2 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80,
  },
  {
    message: () => "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)",
    holds: ([first = 0, second = 0, third = 0, ...rest]) =>
      rest.length === 1 ? first === 224 && second === 0 && third === 0 : first === 0xff && (second & 0x0f) === 0x02,
  },
];

/** An endpoint, or an external IP, may not be an address that means the node itself. */
export function checkNotSpecial(field: string, value: string): Cause[] {
  const address = parseIp(value);
  if (!address) return [invalid(field, value, "must be a valid IP address")];
  const bytes = unmapped(address);
  return specialRanges.filter(({ holds }) => holds(bytes)).map(({ message }) => invalid(field, value, message(value)));
}

/** Warnings for an address that a future release would refuse, or that is not canonical. */
export function warnAboutIp(field: string, value: string): string[] {
  const address = parseIp(value);
  if (!address) return [];
  const canonical = formatIp(address);
  if (address.leadingZeros || isMapped(address)) {
    return [
      `${field}: non-standard IP address "${value}" will be considered invalid in a future Kubernetes release: use "${canonical}"`,
    ];
  }
  if (canonical === value || address.bytes.length === 4) return [];
  return [`${field}: IPv6 address "${value}" should be in RFC 5952 canonical format ("${canonical}")`];
}
