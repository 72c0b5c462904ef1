import { byPod, type EndpointRow, endpointRows, podRow, type Surroundings } from "./endpoint-rows.ts";
import { usableAddresses } from "./membership.ts";
import { type NearMiss, nearMisses, type Vocabulary, vocabularyOf } from "./near-labels.ts";
import { indexPods, type PodGroup, type PodIndex } from "./pod-index.ts";
import { resolveTargetPort, type ServicePort } from "./ports.ts";
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
  const unreadable = unreadableKinds(snapshot);
  const zoneOf = zones(snapshot.nodes);
  const placed = snapshot.services.map((service): Surroundings => {
    const { namespace = "", name = "" } = service.metadata ?? {};
    const selected = pods.select(namespace, selectorOf(service));
    return { pods, unreadable, zoneOf, now, service, slices: slicesOf(namespace, name), selected };
  });
  const claimed = new Set(placed.flatMap(({ selected }) => selected));
  const findNear = nearMissFinder(pods, snapshot.isPartial ? undefined : claimed);
  return placed.map((around) => viewService(around, findNear(around)));
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

function viewService(around: Surroundings, near: readonly NearMiss[]): ServiceView {
  const { service, slices } = around;
  const { namespace = "", name = "" } = service.metadata ?? {};
  const ports = portsOf(service).map((port) => {
    const rows = [...endpointRows(port, around), ...nearRows(near, port, around)];
    const targets = new Set<number>();
    for (const { target } of rows) if (typeof target === "number") targets.add(target);
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
 * Finds the Pods that a selector nearly takes in. Beside Pods that it does take in, only obvious typing mistakes count,
 * and only in Pods that no Service takes in (`claimed` has the others; undefined: that is not known).
 */
function nearMissFinder(pods: PodIndex, claimed: ReadonlySet<Pod> | undefined): (around: Surroundings) => NearMiss[] {
  const isHomeless = (group: PodGroup) => !group.pods.some((pod) => claimed?.has(pod) ?? true);
  const all = remembered((namespace) => vocabularyOf(pods.groups(namespace)));
  const homeless = remembered((namespace) => vocabularyOf(pods.groups(namespace).filter(isHomeless)));
  return ({ service, selected }) => {
    const namespace = service.metadata?.namespace ?? "";
    if (selected.length === 0) return nearMisses(selectorOf(service), all(namespace));
    return nearMisses(selectorOf(service), homeless(namespace)).filter(({ distance }) => distance === 0);
  };
}

/** Makes the vocabulary of a namespace once, when it is first asked for. */
function remembered(make: (namespace: string) => Vocabulary): (namespace: string) => Vocabulary {
  const made = new Map<string, Vocabulary>();
  return (namespace) => {
    const vocabulary = made.get(namespace) ?? make(namespace);
    made.set(namespace, vocabulary);
    return vocabulary;
  };
}

function nearRows(near: readonly NearMiss[], port: ServicePort | undefined, around: Surroundings): EndpointRow[] {
  const rows = near.flatMap(({ pods, key, wanted, found, under }) => {
    const reasons = [{ kind: "label-differs" as const, key, wanted, found, under }];
    return pods.map((pod): EndpointRow => {
      const target = port && resolveTargetPort(pod, port);
      return podRow(pod, port, around, target, usableAddresses(around.service, pod), "excluded", reasons);
    });
  });
  return rows.length < 2 ? rows : rows.toSorted(byPod);
}
