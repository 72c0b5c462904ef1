import type { EndpointSlice } from "../model/snapshot.ts";
import { eventLines } from "./describe-events.ts";
import { metadataLines } from "./describe-metadata.ts";
import type { DescribeLook } from "./describe-service.ts";
import { aside, layOutLines, line, type Line } from "./tabbed.ts";

type Endpoint = EndpointSlice["endpoints"][number];

/** An EndpointSlice as `kubectl describe` shows it, with the conditions and hints that kubectl leaves out. */
export function describeEndpointSlice(slice: EndpointSlice, { now, events }: DescribeLook): string {
  return layOutLines([
    ...metadataLines(slice.metadata),
    line("AddressType:", slice.addressType),
    ...portLines(slice),
    ...endpointsLines(slice),
    ...(events ? eventLines(events, now) : []),
  ]);
}

const UNSET = "<unset>";

function portLines({ ports }: EndpointSlice): Line[] {
  if (!ports || ports.length === 0) return [line("Ports: <unset>")];
  const rows = ports.map(({ name, port, protocol = "TCP" }) =>
    line(`  ${name || UNSET}`, String(port ?? UNSET), protocol),
  );
  return [line("Ports:"), line("  Name", "Port", "Protocol"), line("  ----", "----", "--------"), ...rows];
}

function endpointsLines({ endpoints }: EndpointSlice): Line[] {
  if (!endpoints || endpoints.length === 0) return [line("Endpoints: <none>")];
  return [line("Endpoints:"), ...endpoints.flatMap(endpointLines)];
}

function endpointLines({ addresses, conditions = {}, hostname, targetRef, nodeName, zone, hints }: Endpoint): Line[] {
  const { ready, serving, terminating } = conditions;
  return [
    line("  - Addresses:", (addresses ?? []).join(", ") || "<none>"),
    line("    Conditions:"),
    line("      Ready:", String(ready ?? UNSET)),
    ...when("      Serving:", serving),
    ...when("      Terminating:", terminating),
    line("    Hostname:", hostname ?? UNSET),
    ...(targetRef ? [line("    TargetRef:", `${targetRef.kind ?? ""}/${targetRef.name ?? ""}`)] : []),
    line("    NodeName:", nodeName ?? UNSET),
    line("    Zone:", zone ?? UNSET),
    ...when("    For Zones:", namesOf(hints?.forZones)),
    ...when("    For Nodes:", namesOf(hints?.forNodes)),
  ];
}

const when = (title: string, value: string | boolean | undefined): Line[] =>
  value === undefined ? [] : [aside(title, String(value))];

const namesOf = (hints: readonly { name: string }[] | undefined): string | undefined =>
  hints && hints.length > 0 ? hints.map(({ name }) => name).join(", ") : undefined;
