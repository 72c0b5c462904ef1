import type { Io } from "../context.ts";
import type { NodePortCount, PortRange, PortUse, PortUseKind } from "../model/port-use.ts";
import { protocolOf } from "../model/ports.ts";
import { formatLabels } from "../model/selector.ts";
import type { Service } from "../model/snapshot.ts";
import { portText } from "./endpoints-table.ts";
import { printFoldable } from "./fold.ts";
import { wrapLine } from "./wrap.ts";

/** What is in use, and how many node ports are free where that is known. */
export interface PortsView {
  uses: readonly PortUse[];
  /** Undefined when not all Services could be read. */
  count: NodePortCount | undefined;
}

const KINDS: Record<PortUseKind, string> = {
  "node-port": "node port",
  "health-check": "health check",
  "load-balancer": "load balancer",
  "external-ip": "external IP",
};

export interface PortsLook extends Pick<Io, "style" | "width"> {
  showNamespace: boolean;
  /** Also the types and selectors of the Services. */
  wide: boolean;
}

/** A table of what is in use, and below it a line or two on what is free. */
export function portsText({ uses, count }: PortsView, look: PortsLook): string {
  const { showNamespace, wide } = look;
  const headers = [
    ...(showNamespace ? ["NAMESPACE"] : []),
    "KIND",
    "ADDRESS",
    "PORT",
    "SERVICE",
    "SERVICE PORT",
    ...(wide ? ["TYPE", "SELECTOR"] : []),
  ];
  const rows = uses.map((use) => [
    ...(showNamespace ? [use.namespace] : []),
    KINDS[use.kind],
    addressText(use),
    `${use.number}/${use.protocol}`,
    use.name,
    portText(use.port),
    ...(wide ? [use.service.spec?.type ?? "ClusterIP", selectorText(use.service)] : []),
  ]);
  const table = rows.length > 0 ? `${printFoldable({ headers, rows }, look)}\n` : "";
  return `${table}${count ? countText(count, look) : ""}`;
}

/** A Service's selector as kubectl writes it. */
export const selectorText = ({ spec }: Service): string => formatLabels(spec?.selector ?? {}) || "<none>";

function addressText({ kind, address }: PortUse): string {
  return address ?? (kind === "load-balancer" ? "<pending>" : "every node");
}

const rangeText = ({ first, last }: PortRange): string => `${first}-${last}`;

/** The whole cluster's node ports, whichever of them the table shows. */
function countText({ range, used, free, byHand, outside }: NodePortCount, { width }: Pick<Io, "width">): string {
  const lines = [
    `Node ports ${rangeText(range)} in the whole cluster: ${used} in use, ${free} free.`,
    ...(byHand
      ? [`${byHand.free} of these are in ${rangeText(byHand)}, best for numbers chosen by hand: given out last.`]
      : []),
    ...(outside.length > 0 ? [`Outside this range: ${outside.join(", ")}.`] : []),
  ];
  return lines.map((line) => wrapLine(line, "", width)).join("");
}

/**
 * What `ports -o json|yaml` prints: `{ports: [{kind, address, port, protocol, service, servicePort}], nodePorts: {range,
 * used, free, byHand, outside}}`. Absent facts are left out.
 */
export function portsData({ uses, count }: PortsView): unknown {
  return {
    ports: uses.map(({ kind, address, number, protocol, namespace, name, port }) => ({
      kind,
      address,
      port: number,
      protocol,
      service: { namespace, name },
      servicePort: port && { name: port.name, port: port.port, protocol: protocolOf(port) },
    })),
    nodePorts: count && {
      ...count,
      range: rangeText(count.range),
      byHand: count.byHand && { range: rangeText(count.byHand), free: count.byHand.free },
    },
  };
}
