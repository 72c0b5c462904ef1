import type { IpvsRuleset } from "../../model/dataplane/ipvs.ts";
import { escapeText } from "../escape.ts";

const HEADER = [
  "IP Virtual Server version 1.2.1 (size=4096)",
  "Prot LocalAddress:Port Scheduler Flags",
  "  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn",
];

/** The virtual servers as `ipvsadm -Ln` prints them, without connections. */
export function ipvsText(rulesets: readonly IpvsRuleset[]): string {
  const lines = rulesets.flatMap(({ servers }) =>
    servers.flatMap(({ protocol, address, scheduler, persistent, servers: real }) => [
      `${protocol.padEnd(4)} ${address} ${scheduler}${persistent === undefined ? "" : ` persistent ${persistent}`}`,
      ...real.map((server) => `  -> ${server.padEnd(28)} ${"Masq".padEnd(7)} ${"1".padEnd(6)} ${"0".padEnd(10)} 0`),
    ]),
  );
  return [...HEADER, ...lines].map((line) => `${escapeText(line)}\n`).join("");
}
