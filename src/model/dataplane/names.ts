import { hash } from "node:crypto";

/** A port of a Service, as kube-proxy names it in its rules. */
export interface PortName {
  namespace: string;
  name: string;
  /** The port's name; "" when it has none. */
  port: string;
  /** tcp, udp or sctp. */
  protocol: string;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The first characters of base32(sha256(text)), as Go's base32.StdEncoding writes them. Five hexadecimal digits have as
 * many bits as four characters.
 *
 * @param length a multiple of four
 */
export function hashName(text: string, length: 8 | 16): string {
  const digits = hash("sha256", text);
  let name = "";
  for (let at = 0; at < (length / 4) * 5; at += 5) {
    const bits = Number.parseInt(digits.slice(at, at + 5), 16);
    name += PAIRS[bits >> 10] ?? "";
    name += PAIRS[bits & 1023] ?? "";
  }
  return name;
}

/** Every pair of characters, by its ten bits. */
const PAIRS = Array.from({ length: 1024 }, (_, bits) => `${ALPHABET[bits >> 5]}${ALPHABET[bits & 31]}`);

/** "namespace/service:port", or "namespace/service" when the port has no name (kube-proxy's ServicePortName). */
export function portLabel({ namespace, name, port }: PortName): string {
  return port === "" ? `${namespace}/${name}` : `${namespace}/${name}:${port}`;
}

/** "10.0.0.1:80", "[fd00::1]:80". */
export function hostPort(ip: string, port: number): string {
  return ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** The hash that ends the iptables chains KUBE-SVC-, KUBE-SVL-, KUBE-EXT- and KUBE-FW- of a port. */
export function iptablesHash(name: PortName): string {
  return hashName(portLabel(name) + name.protocol, 16);
}

/** The iptables chain of one endpoint ("10.0.0.1:80") of a port. */
export function endpointChain(name: PortName, endpoint: string): string {
  return `KUBE-SEP-${hashName(portLabel(name) + name.protocol + endpoint, 16)}`;
}

/** nft refuses names longer than 256; kube-proxy leaves room for its prefixes. */
const LONGEST = 240;

function hashed(name: string): string {
  const whole = `${hashName(name, 8)}-${name}`;
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST - 3)}...` : whole;
}

const slashed = ({ namespace, name, protocol, port }: PortName): string => `${namespace}/${name}/${protocol}/${port}`;

/** What follows service-, local-, external- and firewall- in the nftables chains of a port. */
export function nftablesName(name: PortName): string {
  return hashed(slashed(name));
}

/** What follows endpoint- and affinity- in the nftables names of one endpoint of a port. */
export function nftablesEndpointName(name: PortName, ip: string, port: number): string {
  return hashed(`${slashed(name)}__${ip.replaceAll(":", ".")}/${port}`);
}
