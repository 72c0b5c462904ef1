import type { IpvsRuleset, VirtualServer } from "../ipvs.ts";

/**
 * The virtual servers that ought to be there, on the addresses that the node has: where node ports answer on every one,
 * only the node itself knows which those are.
 */
export function onNodeAddresses(
  { servers, everyNodeAddress }: IpvsRuleset,
  actual: readonly VirtualServer[],
): VirtualServer[] {
  const known = new Set(servers.map(({ protocol, address }) => `${protocol} ${address}`));
  const byPort = new Map(everyNodeAddress.map((server) => [`${server.protocol} ${server.address}`, server]));
  const others = actual.flatMap(({ protocol, address }): VirtualServer[] => {
    const port = /:\d+$/.exec(address)?.[0] ?? "";
    const server = byPort.get(`${protocol} ${port}`);
    return server && !known.has(`${protocol} ${address}`) ? [{ ...server, address }] : [];
  });
  return [...servers, ...others];
}
