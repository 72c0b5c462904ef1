import type { Cause } from "../types.ts";
import { invalid } from "./field-error.ts";
import { formatIp, isMapped, parseIp, type IpAddress } from "./ip-address.ts";

interface Cidr {
  address: IpAddress;
  length: number;
  /** The text has zeros before a part of the address or before the length. */
  leadingZeros: boolean;
}

/** Undefined when the text is no `address/length`. */
export function parseCidr(text: string): Cidr | undefined {
  const [host, length, ...rest] = text.split("/");
  if (host === undefined || length === undefined || rest.length > 0 || !/^\d+$/.test(length)) return undefined;
  const address = parseIp(host);
  if (!address || Number(length) > address.bytes.length * 8) return undefined;
  return { address, length: Number(length), leadingZeros: address.leadingZeros || /^0\d/.test(length) };
}

/** The same with nothing set past the prefix. */
const networkOf = ({ address, length }: Cidr): IpAddress => ({
  leadingZeros: false,
  bytes: address.bytes.map((byte, index) => byte & (0xff << (8 - Math.min(8, Math.max(0, length - index * 8)))) & 0xff),
});

/** Does the network hold the other one whole? */
export const holdsNetwork = (outer: Cidr, inner: Cidr): boolean =>
  outer.address.bytes.length === inner.address.bytes.length &&
  outer.length <= inner.length &&
  sameBytes(networkOf(outer), networkOf({ ...inner, length: outer.length }));

const sameBytes = (one: IpAddress, other: IpAddress): boolean =>
  one.bytes.every((byte, index) => byte === other.bytes[index]);

/** As `checkIp`, for a CIDR field: IsValidCIDRForLegacyField under StrictIPCIDRValidation. */
export function checkCidr(field: string, value: string, kept: readonly string[] = []): Cause[] {
  if (kept.includes(value)) return [];
  const cidr = parseCidr(value);
  if (!cidr) return [invalid(field, value, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")];
  if (cidr.leadingZeros) return [invalid(field, value, "must not have leading 0s in IP or prefix length")];
  if (isMapped(cidr.address)) return [invalid(field, value, "must not have an IPv4-mapped IPv6 address")];
  if (!sameBytes(cidr.address, networkOf(cidr))) {
    return [invalid(field, value, "must not have bits set beyond the prefix length")];
  }
  return [];
}

/** A warning for an IPv6 network that is not written as RFC 5952 wants it. */
export function warnAboutCidr(field: string, value: string): string[] {
  const cidr = parseCidr(value);
  if (!cidr || cidr.address.bytes.length === 4 || isMapped(cidr.address)) return [];
  const canonical = `${formatIp(cidr.address)}/${cidr.length}`;
  if (canonical === value) return [];
  return [`${field}: IPv6 CIDR value "${value}" should be in RFC 5952 canonical format ("${canonical}")`];
}
