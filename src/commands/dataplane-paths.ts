import { localTraffic } from "../model/dataplane/local-traffic.ts";
import { packetPaths } from "../model/dataplane/paths.ts";
import { proxyPorts, whyUnproxied } from "../model/dataplane/proxy-ports.ts";
import { familiesOf } from "../model/dataplane/rulesets.ts";
import { escapeText } from "../print/escape.ts";
import { PATHS_LEGEND, portPathsText } from "../print/dataplane/paths-text.ts";
import { UNPROXIED } from "../print/dataplane/paths-words.ts";
import type { Look } from "../print/table.ts";
import type { DataplaneReading } from "./dataplane-read.ts";

/** The ways of packets to each port of each Service; of Services that kube-proxy leaves alone, why. */
export function printPaths({ services, endpointSlices, settings }: DataplaneReading, look: Look): string {
  const { node, mode } = settings;
  const known = (["IPv4", "IPv6"] as const).flatMap((family) => localTraffic(family, settings)?.label ?? []);
  const place = settings.podInterface ? "behind" : "in";
  const pods = known.length > 0 ? `, Pods ${place} ${[...new Set(known)].join(", ")}` : "";
  const head = `${node === "" ? "A node that is not known" : node} in ${mode} mode${pods}`;
  const blocks = services.map((service) => {
    const reason = whyUnproxied(service);
    const { namespace = "", name = "" } = service.metadata ?? {};
    if (reason !== undefined) return `${look.style.bold(escapeText(`${namespace}/${name}`))}\n  ${UNPROXIED[reason]}\n`;
    const objects = { services: [service], endpointSlices };
    const ports = familiesOf([service]).flatMap((family) => proxyPorts(objects, family, node));
    return ports.map((port) => portPathsText(packetPaths(port, settings), settings, look)).join("\n");
  });
  return [`${escapeText(head)}\n`, ...blocks, PATHS_LEGEND].join("\n");
}
