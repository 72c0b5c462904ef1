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

/** The first characters of base32(sha256(text)), as Go's base32.StdEncoding writes them. */
export function hashName(text: string, length: number): string {
  const bytes = hash("sha256", text, "buffer");
  let name = "";
  for (let at = 0; at < length; at++) {
    const bit = at * 5;
    const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    name += ALPHABET[(pair >> (11 - (bit & 7))) & 31];
  }
  return name;
}

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
