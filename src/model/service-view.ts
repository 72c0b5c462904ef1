import { byPod, type EndpointRow, endpointRows, podRow, type Surroundings } from "./endpoint-rows.ts";
import { judgePod } from "./membership.ts";
import { type NearMiss, nearMisses } from "./near-labels.ts";
import { indexPods } from "./pod-index.ts";
import type { ServicePort } from "./ports.ts";
import { type Remark, remarksOf } from "./remarks.ts";
import { indexSlices } from "./slice-endpoints.ts";
import type { EndpointSlice, Node, Pod, Service, Snapshot } from "./snapshot.ts";

/** A Service, everything that stands behind its ports, and what there is to say of it. */
export interface ServiceView {
  service: Service;
  namespace: string;
  name: string;
  ports: PortView[];
  /** A row for each Pod and port, ordered by port, Pod and address: endpoints, then Pods that are left out. */
  rows: EndpointRow[];
  /** What concerns the Service as a whole. */
  remarks: Remark[];
  slices: EndpointSlice[];
}

export interface PortView {
  /** Undefined for a Service without ports. */
  port: ServicePort | undefined;
  /** The numbers that the port leads to, smallest first: several when a name means different numbers on some Pods. */
  targets: number[];
}

/**
 * Joins Services with their EndpointSlices, Pods and Nodes: the one view that other commands print. EndpointSlices
 * decide who gets traffic; Pods explain it. Views stand in the order of the snapshot's Services.
 *
 * @param now the moment at which deletions are judged
 */
export function viewServices(snapshot: Snapshot, now: Date): ServiceView[] {
  const pods = indexPods(snapshot.pods);
  const slicesOf = indexSlices(snapshot.endpointSlices);
  const common = { pods, unreadable: unreadableKinds(snapshot), zoneOf: zones(snapshot.nodes), now };
  const placed = snapshot.services.map((service): Surroundings => {
    const { namespace = "", name = "" } = service.metadata ?? {};
    const selected = pods.select(namespace, selectorOf(service));
    return { ...common, service, slices: slicesOf(namespace, name), selected };
  });
  const claimed = new Set(placed.flatMap(({ selected }) => selected));
  return placed.map((around) => viewService(around, claimed));
}

/** The selector that takes in Pods; none for an ExternalName Service, whose selector means nothing. */
const selectorOf = ({ spec }: Service) => (spec?.type === "ExternalName" ? undefined : spec?.selector);

const unreadableKinds = ({ unreadable }: Snapshot): Surroundings["unreadable"] =>
  new Map(unreadable.map(({ kind, reason }) => [kind, reason]));

function zones(nodes: readonly Node[]): Surroundings["zoneOf"] {
  const byName = new Map(
    nodes.map(({ metadata }) => [metadata?.name, metadata?.labels?.["topology.kubernetes.io/zone"]]),
  );
  return (node) => byName.get(node);
}

function viewService(around: Surroundings, claimed: ReadonlySet<Pod>): ServiceView {
  const { service, slices } = around;
  const { namespace = "", name = "" } = service.metadata ?? {};
  const near = nearMissesOf(around, claimed);
  const ports = portsOf(service).map((port) => {
    const rows = [...endpointRows(port, around), ...nearRows(near, port, around)];
    const targets = new Set(rows.flatMap(({ target }) => (typeof target === "number" ? [target] : [])));
    return { port, rows, targets: [...targets].toSorted((a, b) => a - b) };
  });
  const rows = ports.flatMap((port) => port.rows);
  const remarks = remarksOf(around, rows, near);
  return {
    service,
    namespace,
    name,
    ports: ports.map(({ port, targets }) => ({ port, targets })),
    rows,
    remarks,
    slices: [...slices],
  };
}

function portsOf({ spec }: Service): (ServicePort | undefined)[] {
  const ports = spec?.ports ?? [];
  return ports.length > 0 ? ports : [undefined];
}

/**
 * Pods that the selector nearly takes in. Beside Pods that it does take in, only obvious typing mistakes count, and only
 * in Pods that no Service takes in.
 */
function nearMissesOf({ service, selected, pods }: Surroundings, claimed: ReadonlySet<Pod>): NearMiss[] {
  const groups = pods.groups(service.metadata?.namespace ?? "");
  if (selected.length === 0) return nearMisses(selectorOf(service), groups);
  const homeless = groups.filter((group) => !group.pods.some((pod) => claimed.has(pod)));
  return nearMisses(selectorOf(service), homeless).filter(({ distance }) => distance === 0);
}

function nearRows(near: readonly NearMiss[], port: ServicePort | undefined, around: Surroundings): EndpointRow[] {
  const rows = near.flatMap(({ pods, key, wanted, found }) =>
    pods.map((pod): EndpointRow => {
      const { target, addresses } = judgePod(around.service, pod, port, around.now);
      const reasons = [{ kind: "label-differs" as const, key, wanted, found }];
      return { ...podRow(pod, port, around), target, addresses, state: "excluded", reasons };
    }),
  );
  return rows.toSorted(byPod);
}
