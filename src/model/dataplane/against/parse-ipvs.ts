import type { VirtualServer } from "../ipvs.ts";

/** Reads what `ipvsadm -Ln` printed. Whom an address belongs to is asked of `serviceOf`; IPVS itself does not know. */
export function parseIpvs(text: string, serviceOf: (address: string) => string | undefined): VirtualServer[] {
  const servers: VirtualServer[] = [];
  for (const line of text.split("\n")) {
    const [, real] = /^\s*->\s+(\S+:\d+)\s/.exec(line) ?? [];
    if (real) servers.at(-1)?.servers.push(real);
    const [, protocol, address = "", scheduler = "", flags = ""] =
      /^(TCP|UDP|SCTP)\s+(\S+)\s+(\S+)(.*)$/.exec(line) ?? [];
    if (!protocol) continue;
    const [, seconds] = /persistent (\d+)/.exec(flags) ?? [];
    const persistent = seconds === undefined ? undefined : Number(seconds);
    servers.push({
      protocol,
      address,
      scheduler,
      persistent,
      service: serviceOf(`${protocol} ${address}`) ?? "",
      servers: [],
    });
  }
  return servers;
}
