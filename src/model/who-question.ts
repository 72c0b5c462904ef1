import { normalAddress } from "./dataplane/ip.ts";

/** What `who` is asked about. */
export type Question =
  /** An IP address; with a port, only what answers there. */
  | { kind: "address"; address: string; port: number | undefined }
  /** The number of a node port; with a protocol ("TCP"), of that one alone. */
  | { kind: "number"; number: number; protocol: string | undefined }
  /** A Pod's name, and nothing else. */
  | { kind: "pod"; name: string }
  /** A DNS name, a host name or a Pod's name; with a port, only what answers there. */
  | { kind: "name"; name: string; port: number | undefined };

const PODS: ReadonlySet<string> = new Set(["po", "pod", "pods"]);

/** The ports of URLs that name none. */
const SCHEMES: Record<string, number> = { http: 80, https: 443 };

/**
 * Reads `10.96.0.1`, `10.96.0.1:80`, `[fd00::1]:80`, `30080`, `30080/TCP`, `pod/web-0`, `web-0`, `web.shop.svc:80`,
 * `http://web.shop/`. Undefined for what can be none of these.
 */
export function parseQuestion(text: string): Question | undefined {
  const [, scheme, place] = /^([a-z][a-z\d+.-]*):\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(text) ?? [];
  if (scheme !== undefined && place !== undefined) return parsePlace(place, SCHEMES[scheme.toLowerCase()]);
  const [, number, protocol] = /^(\d+)(?:\/(tcp|udp|sctp))?$/i.exec(text) ?? [];
  if (number !== undefined)
    return isPort(number) ? { kind: "number", number: Number(number), protocol: protocol?.toUpperCase() } : undefined;
  const [type = "", name, ...more] = text.split("/");
  if (name === undefined) return parsePlace(text, undefined);
  return PODS.has(type.toLowerCase()) && name !== "" && more.length === 0 ? { kind: "pod", name } : undefined;
}

/** A host, perhaps with a port. On the loopback address a port is a node port: nothing else of Services answers there. */
function parsePlace(text: string, ownPort: number | undefined): Question | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? text;
  if (digits !== undefined && !isPort(digits)) return undefined;
  const port = digits === undefined ? ownPort : Number(digits);
  const address = normalAddress(host);
  if (port !== undefined && (address === "127.0.0.1" || address === "::1" || host.toLowerCase() === "localhost"))
    return { kind: "number", number: port, protocol: undefined };
  if (address !== undefined) return { kind: "address", address, port };
  return /^[\w.-]+$/.test(host) ? { kind: "name", name: host, port } : undefined;
}

const isPort = (text: string): boolean => Number(text) >= 1 && Number(text) <= 65_535;

/** Whether the answer may lie in any namespace: numbers and addresses are the cluster's, and so are names with dots. */
export const isClusterWide = (question: Question): boolean =>
  question.kind === "address" ||
  question.kind === "number" ||
  (question.kind === "name" && question.name.includes("."));
