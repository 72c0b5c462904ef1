import { normalAddress } from "./dataplane/ip.ts";

/** What `who` is asked about. */
export type Question =
  /** An IP address; with a port, only what answers there. */
  | { kind: "address"; address: string; port: number | undefined }
  /** The number of a node port. */
  | { kind: "number"; number: number }
  /** A Pod's name, and nothing else. */
  | { kind: "pod"; name: string }
  /** A DNS name, a host name or a Pod's name. */
  | { kind: "name"; name: string };

const PODS: ReadonlySet<string> = new Set(["po", "pod", "pods"]);

/**
 * Reads `10.96.0.1`, `10.96.0.1:80`, `[fd00::1]:80`, `30080`, `pod/web-0`, `web-0`, `web.shop.svc`. Undefined for what
 * can be none of these.
 */
export function parseQuestion(text: string): Question | undefined {
  if (/^\d+$/.test(text)) return isPort(text) ? { kind: "number", number: Number(text) } : undefined;
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d+)$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? text;
  const address = normalAddress(host);
  if (address !== undefined) {
    if (port !== undefined && !isPort(port)) return undefined;
    return { kind: "address", address, port: port === undefined ? undefined : Number(port) };
  }
  const [type = "", name, ...more] = text.split("/");
  if (name === undefined) return /^[\w.-]+$/.test(text) ? { kind: "name", name: text } : undefined;
  return PODS.has(type.toLowerCase()) && name !== "" && more.length === 0 ? { kind: "pod", name } : undefined;
}

const isPort = (text: string): boolean => Number(text) >= 1 && Number(text) <= 65_535;

/** Whether the answer may lie in any namespace: numbers and addresses are the cluster's, and so are names with dots. */
export const isClusterWide = (question: Question): boolean =>
  question.kind === "address" ||
  question.kind === "number" ||
  (question.kind === "name" && question.name.includes("."));
