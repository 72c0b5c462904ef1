import type { Endpoints } from "../model/snapshot.ts";
import { eventLines } from "./describe-events.ts";
import { metadataLines } from "./describe-metadata.ts";
import type { DescribeLook } from "./describe-service.ts";
import { aside, layOutLines, line, type Line } from "./tabbed.ts";

type Subset = NonNullable<Endpoints["subsets"]>[number];
type Addresses = Subset["addresses"];

/** A v1 Endpoints object as `kubectl describe` shows it, with the names of the Pods behind the addresses. */
export function describeEndpoints(endpoints: Endpoints, { now, events }: DescribeLook): string {
  return layOutLines([
    ...metadataLines(endpoints.metadata),
    line("Subsets:"),
    ...(endpoints.subsets ?? []).flatMap(subsetLines),
    ...(events ? eventLines(events, now) : []),
  ]);
}

function subsetLines({ addresses, notReadyAddresses, ports = [] }: Subset): Line[] {
  const rows = ports.map(({ name, port, protocol = "TCP" }) =>
    line(`    ${name || "<unset>"}`, String(port), protocol),
  );
  const table = [line("    Name", "Port", "Protocol"), line("    ----", "----", "--------"), ...rows];
  return [
    line("  Addresses:", ipsOf(addresses)),
    ...podLine("  Pods:", addresses),
    line("  NotReadyAddresses:", ipsOf(notReadyAddresses)),
    ...podLine("  NotReadyPods:", notReadyAddresses),
    ...(rows.length > 0 ? [line("  Ports:"), ...table] : []),
    line(""),
  ];
}

const ipsOf = (addresses: Addresses): string => (addresses ?? []).map(({ ip }) => ip).join(",") || "<none>";

function podLine(title: string, addresses: Addresses): Line[] {
  const names = (addresses ?? []).flatMap(({ targetRef }) => (targetRef?.kind === "Pod" ? [targetRef.name ?? ""] : []));
  return names.length > 0 ? [aside(title, names.join(","))] : [];
}
