import type { IpvsRuleset } from "../../model/dataplane/ipvs.ts";

/** The lines that `ipvsadm -Ln` prints of the virtual servers, without connections. */
export function* ipvsLines(rulesets: readonly IpvsRuleset[]): Generator<string> {
  yield "IP Virtual Server version 1.2.1 (size=4096)\n";
  yield "Prot LocalAddress:Port Scheduler Flags\n";
  yield "  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn\n";
  for (const { servers } of rulesets)
    for (const { protocol, address, scheduler, schedulerFlags, persistent, servers: real } of servers) {
      const flags = schedulerFlags === undefined ? "" : ` (${schedulerFlags})`;
      const timeout = persistent === undefined ? "" : ` persistent ${persistent}`;
      yield `${protocol.padEnd(4)} ${address} ${scheduler}${flags}${timeout}\n`;
      for (const server of real)
        yield `  -> ${server.padEnd(28)} ${"Masq".padEnd(7)} ${"1".padEnd(6)} ${"0".padEnd(10)} 0\n`;
    }
}
