import { localTraffic } from "../model/dataplane/local-traffic.ts";
import { groupBy } from "../model/group-by.ts";
import { packetPaths } from "../model/dataplane/paths.ts";
import { type ProxyPort, proxyPorts, whyUnproxied } from "../model/dataplane/proxy-ports.ts";
import { familiesOf } from "../model/dataplane/rulesets.ts";
import { pathsLegend, portPathsText, type WideLook } from "../print/dataplane/paths-text.ts";
import { UNPROXIED } from "../print/dataplane/paths-words.ts";
import { type Line, lineText } from "../print/lines.ts";
import type { DataplaneReading } from "./dataplane-read.ts";

/** The ways of packets to each port of each Service; of Services that kube-proxy leaves alone, why. */
export function printPaths({ services, endpointSlices, settings }: DataplaneReading, look: WideLook): string {
  const { node, mode } = settings;
  const known = (["IPv4", "IPv6"] as const).flatMap((family) => localTraffic(family, settings)?.label ?? []);
  const place = settings.podInterface ? "behind" : "in";
  const pods = known.length > 0 ? `, Pods ${place} ${[...new Set(known)].join(", ")}` : "";
  const head = `${node === "" ? "A node that is not known" : node} in ${mode} mode${pods}`;
  const told = (line: Line) => lineText(line, look.width);
  const ports = familiesOf(services).flatMap((family) => proxyPorts({ services, endpointSlices }, family, node));
  const byService = groupBy(ports, ({ service }) => service);
  let hasPools = false;
  const portText = (port: ProxyPort) => {
    const paths = packetPaths(port, settings);
    hasPools ||= paths.pools.length > 0;
    return portPathsText(paths, settings, look);
  };
  const blocks = services.map((service) => {
    const reason = whyUnproxied(service);
    const { namespace = "", name = "" } = service.metadata ?? {};
    if (reason !== undefined)
      return (
        told({ indent: 0, text: `${namespace}/${name}`, paint: look.style.bold }) +
        told({ indent: 2, text: UNPROXIED[reason] })
      );
    return (byService.get(service) ?? []).map(portText).join("\n");
  });
  const legend = pathsLegend(mode, { ports: ports.length > 0, pools: hasPools }).map((text) =>
    told({ indent: 0, text }),
  );
  return [told({ indent: 0, text: head }), ...blocks, ...(legend.length === 0 ? [] : [legend.join("")])].join("\n");
}
