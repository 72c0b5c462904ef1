import type { VirtualServer } from "../ipvs.ts";

/**
 * Reads what `ipvsadm -Ln` printed. IPVS does not know whom an address belongs to. Real servers of weight 0 get no new
 * connections, so they count as not there: kube-proxy lets them end before it removes them.
 */
export function parseIpvs(text: string): VirtualServer[] {
  const servers: VirtualServer[] = [];
  for (const line of text.split("\n")) {
    const [, real, weight] = /^\s*->\s+(\S+:\d+)\s+\S+\s+(\d+)\s/.exec(line) ?? [];
    if (real && weight !== "0") servers.at(-1)?.servers.push(real);
    const [, protocol, address = "", scheduler = "", flags = ""] =
      /^(TCP|UDP|SCTP)\s+(\S+)\s+(\S+)(.*)$/.exec(line) ?? [];
    if (!protocol) continue;
    const [, seconds] = /persistent (\d+)/.exec(flags) ?? [];
    const [, schedulerFlags] = /^ \(([^)]*)\)/.exec(flags) ?? [];
    const persistent = seconds === undefined ? undefined : Number(seconds);
    servers.push({
      protocol,
      address,
      scheduler,
      schedulerFlags,
      persistent,
      service: "",
      servers: [],
    });
  }
  return servers;
}
