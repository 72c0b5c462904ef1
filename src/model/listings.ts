import { familyOf, podAddresses, serviceFamilies } from "./addresses.ts";
import type { Surroundings } from "./endpoint-rows.ts";
import { type EndpointState, judgePod, type Reason } from "./membership.ts";
import type { ServicePort } from "./ports.ts";
import { matchesMap } from "./selector.ts";
import {
  type Endpoint,
  endpointState,
  followsPods,
  isKeptByHand,
  type SliceTarget,
  sliceTargets,
} from "./slice-endpoints.ts";
import type { EndpointSlice, Pod } from "./snapshot.ts";

/** One endpoint of one EndpointSlice, for one port of the Service, with the Pod that it stands for. */
export interface Listing {
  port: ServicePort | undefined;
  target: SliceTarget;
  /** The first address: kube-proxy uses no other. */
  address: string;
  endpoint: Endpoint;
  slice: EndpointSlice;
  state: EndpointState;
  podName: string | undefined;
  pod: Pod | undefined;
  /** Whether the address is the Pod's own. */
  isOfPod: boolean;
}

/** Everything that the Service's EndpointSlices list for a port, in their order. */
export function* listingsOf(port: ServicePort | undefined, around: Surroundings): Iterable<Listing> {
  for (const slice of around.slices) {
    for (const target of sliceTargets(slice, port)) {
      for (const endpoint of slice.endpoints ?? []) {
        const address = endpoint.addresses?.[0];
        if (address === undefined) continue;
        const found = podOf(endpoint, address, slice, around);
        yield { port, target, address, endpoint, slice, state: endpointState(endpoint), ...found };
      }
    }
  }
}

/** The Pod behind an endpoint: the one that it names, else the one that has its address. */
function podOf(
  { targetRef }: Endpoint,
  address: string,
  slice: EndpointSlice,
  { pods, unreadable }: Surroundings,
): Pick<Listing, "pod" | "podName" | "isOfPod"> {
  if (targetRef && targetRef.kind !== "Pod") return { pod: undefined, podName: undefined, isOfPod: false };
  const namespace = targetRef?.namespace ?? slice.metadata?.namespace ?? "";
  const pod = targetRef ? pods.byName(namespace, targetRef.name ?? "") : pods.byAddress(address);
  const podName = targetRef?.name ?? pod?.metadata?.name;
  const isOfPod = pod ? podAddresses(pod).includes(address) : unreadable.has("Pod") && podName !== undefined;
  return { pod, podName, isOfPod };
}

/** Why a listed endpoint gets no traffic, and where its slice and the Pods contradict each other. */
export function judgeListing(listing: Listing, around: Surroundings): Reason[] {
  return [...addressReasons(listing, around), ...podReasons(listing, around)];
}

function addressReasons({ slice, address }: Listing, { service }: Surroundings): Reason[] {
  if (slice.addressType === "FQDN") return [{ kind: "host-name" }];
  const wanted = serviceFamilies(service);
  const found = familyOf(address);
  return wanted && !wanted.includes(found) ? [{ kind: "wrong-family", wanted, found: [found] }] : [];
}

function podReasons(listing: Listing, around: Surroundings): Reason[] {
  const { pod, podName, slice, isOfPod, port, state } = listing;
  const name = slice.metadata?.name ?? "";
  const said: Reason[] = state === "ready" || !isKeptByHand(slice) ? [] : [{ kind: "said-by-hand", slice: name }];
  if (!pod)
    return podName !== undefined && !around.unreadable.has("Pod") ? [{ kind: "no-such-pod", pod: podName }] : said;
  if (!isOfPod) return [{ kind: "stale-address", pod: podName ?? "", addresses: podAddresses(pod) }];
  const judged = judgePod(around.service, pod, port, around.now);
  if (!followsPods(slice)) return state === "ready" ? [] : [...judged.reasons, ...said];
  if (!matchesMap(around.service.spec?.selector, pod.metadata?.labels)) return [{ kind: "not-selected", slice: name }];
  if (judged.state === state) return judged.reasons;
  const behind: Reason = { kind: "slice-behind", slice: name, sliceSays: state, podSays: judged.state };
  return state === "ready" ? [behind] : [...judged.reasons, behind];
}
