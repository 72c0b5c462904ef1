import { protocolOf, resolveTargetPort } from "../../../model/ports.ts";
import type { Endpoints, Pod, Service } from "../../../model/snapshot.ts";
import { hashStruct, sortByHash } from "../go-hash.ts";
import { isReady } from "../pods.ts";
import { addressesOf, hostnameFor, isHeadless, mayBeEndpoint, referenceTo } from "../service-pods.ts";

export type Subset = NonNullable<Endpoints["subsets"]>[number];
export type Address = NonNullable<Subset["addresses"]>[number];
export type Port = NonNullable<Subset["ports"]>[number];

/** One address behind one port; a headless Service without ports has addresses alone. */
interface Target {
  address: Address;
  port: Port | undefined;
  isReady: boolean;
}

/** The subsets of a Service's Endpoints: for each set of ports, the addresses that have all of them. */
export function subsetsFor(service: Service, pods: readonly Pod[]): Subset[] {
  return pack(pods.flatMap((pod) => targetsOf(service, pod)));
}

function targetsOf(service: Service, pod: Pod): Target[] {
  const publishes = service.spec?.publishNotReadyAddresses ?? false;
  const [ip] = addressesOf(pod);
  if (!mayBeEndpoint(pod, publishes) || ip === undefined) return [];
  const hostname = hostnameFor(pod, service);
  const nodeName = pod.spec?.nodeName;
  const address = { ip, ...(hostname && { hostname }), ...(nodeName && { nodeName }), targetRef: referenceTo(pod) };
  const ready = publishes || isReady(pod);
  const ports = service.spec?.ports ?? [];
  if (ports.length === 0) return isHeadless(service) ? [{ address, port: undefined, isReady: ready }] : [];
  return ports.flatMap((servicePort) => {
    const port = resolveTargetPort(pod, servicePort);
    if (port === undefined) return [];
    const { name, appProtocol } = servicePort;
    const made = {
      ...(name && { name }),
      port,
      protocol: protocolOf(servicePort),
      ...(appProtocol !== undefined && { appProtocol }),
    };
    return [{ address, port: made, isReady: ready }];
  });
}

/** Addresses that have the same ports share a subset (endpoints.RepackSubsets). */
function pack(targets: readonly Target[]): Subset[] {
  const byAddress = group(targets, ({ address }) => `${address.ip} ${address.targetRef?.uid}`);
  const bySet = group([...byAddress.values()], (own) => own.map(portKey).toSorted().join());
  return [...bySet.keys()].toSorted().map((key) => toSubset(bySet.get(key) ?? []));
}

const portKey = ({ port }: Target): string => JSON.stringify(port ?? null);

function group<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const known = groups.get(keyOf(item));
    if (known) known.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** One subset of the targets of several addresses, all with the same ports. */
function toSubset(addresses: readonly Target[][]): Subset {
  const first = (ready: boolean) =>
    addresses.flatMap(([target]) => (target && target.isReady === ready ? [target.address] : [])).toSorted(byIpAndUid);
  const [ready, notReady] = [first(true), first(false)];
  const ports = sortByHash(
    (addresses[0] ?? []).flatMap(({ port }) => port ?? []),
    hashPort,
  );
  return {
    ...(ready.length > 0 && { addresses: ready }),
    ...(notReady.length > 0 && { notReadyAddresses: notReady }),
    ...(ports.length > 0 && { ports }),
  };
}

function byIpAndUid(a: Address, b: Address): number {
  const [left, right] = [a, b].map(({ ip, targetRef }) => `${ip} ${targetRef?.uid}`);
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

const hashPort = ({ name = "", port, protocol, appProtocol }: Port): bigint =>
  hashStruct("v1.EndpointPort", [
    ["Name", "string", name],
    ["Port", "int32", port],
    ["Protocol", "v1.Protocol", protocol],
    ["AppProtocol", "*string", appProtocol],
  ]);

/** How many addresses one Endpoints object holds at most. */
const CAPACITY = 1000;

/** Cuts subsets to what one object holds, ready addresses before others; says whether anything was cut. */
export function truncate(subsets: readonly Subset[]): { subsets: Subset[]; isCut: boolean } {
  let room = CAPACITY;
  const take = (addresses: Address[] | undefined) => {
    const taken = (addresses ?? []).slice(0, room);
    room -= taken.length;
    return taken;
  };
  const ready = subsets.map(({ addresses }) => take(addresses));
  const notReady = subsets.map(({ notReadyAddresses }) => take(notReadyAddresses));
  const cut = subsets.map(({ ports }, index) => ({
    ...(ready[index]?.length && { addresses: ready[index] }),
    ...(notReady[index]?.length && { notReadyAddresses: notReady[index] }),
    ...(ports && { ports }),
  }));
  const total = subsets.reduce((sum, subset) => sum + sizeOf(subset), 0);
  return { subsets: cut, isCut: total > CAPACITY };
}

const sizeOf = ({ addresses, notReadyAddresses }: Subset): number =>
  (addresses?.length ?? 0) + (notReadyAddresses?.length ?? 0);
