import { podAddresses } from "./addresses.ts";
import { formatLabels, type Labels, matchesMap } from "./selector.ts";
import type { Pod } from "./snapshot.ts";

/** Pods that carry exactly the same labels in one namespace. */
export interface PodGroup {
  labels: Labels;
  pods: Pod[];
}

/** Pods as Services look for them: by label, by name, by address; built once for a snapshot. */
export interface PodIndex {
  /** The Pods of a namespace that a Service's selector takes in; none for an empty selector. */
  select(namespace: string, selector: Labels): Pod[];
  /** The namespaces, other than this one, in which the selector takes in Pods. */
  elsewhere(namespace: string, selector: Labels): string[];
  byName(namespace: string, name: string): Pod | undefined;
  /** The Pod whose own address this is; never one on its node's network. */
  byAddress(address: string): Pod | undefined;
  groups(namespace: string): readonly PodGroup[];
}

export function indexPods(pods: readonly Pod[]): PodIndex {
  const carriers: Carriers = new Map();
  const byName = new Map<string, Pod>();
  const byAddress = new Map<string, Pod>();
  const groups = new Map<string, Map<string, PodGroup>>();
  for (const pod of pods) {
    const { namespace = "", name = "", labels } = pod.metadata ?? {};
    byName.set(`${namespace}/${name}`, pod);
    if (ownsItsAddresses(pod)) for (const address of podAddresses(pod)) byAddress.set(address, pod);
    for (const [key, value] of Object.entries(labels ?? {})) push(placesOf(carriers, key, value), namespace, pod);
    addToGroup(groups, namespace, pod);
  }
  const select = (namespace: string, selector: Labels): Pod[] => {
    const pairs = Object.entries(selector ?? {});
    let fewest: Pod[] | undefined;
    for (const [key, value] of pairs) {
      const found = carriers.get(key)?.get(value)?.get(namespace) ?? [];
      if (!fewest || found.length < fewest.length) fewest = found;
    }
    if (!fewest || pairs.length < 2) return fewest ?? [];
    return fewest.filter((pod) => matchesMap(selector, pod.metadata?.labels));
  };
  return {
    select,
    elsewhere: (namespace, selector) => {
      const [first] = Object.entries(selector ?? {});
      const places = first && carriers.get(first[0])?.get(first[1]);
      return [...(places?.keys() ?? [])].filter((other) => other !== namespace && select(other, selector).length > 0);
    },
    byName: (namespace, name) => byName.get(`${namespace}/${name}`),
    byAddress: (address) => byAddress.get(address),
    groups: (namespace) => [...(groups.get(namespace)?.values() ?? [])],
  };
}

/** The Pods that carry a label, by key, value and namespace. */
type Carriers = Map<string, Map<string, Map<string, Pod[]>>>;

function placesOf(carriers: Carriers, key: string, value: string): Map<string, Pod[]> {
  const values = carriers.get(key) ?? new Map<string, Map<string, Pod[]>>();
  const places = values.get(value) ?? new Map<string, Pod[]>();
  carriers.set(key, values.set(value, places));
  return places;
}

/** A Pod on its node's network shares the node's address; one that has ended may have given its own to another Pod. */
function ownsItsAddresses({ spec, status }: Pod): boolean {
  return !spec?.hostNetwork && status?.phase !== "Succeeded" && status?.phase !== "Failed";
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

function addToGroup(groups: Map<string, Map<string, PodGroup>>, namespace: string, pod: Pod): void {
  const labels = pod.metadata?.labels;
  const here = groups.get(namespace) ?? new Map<string, PodGroup>();
  groups.set(namespace, here);
  const key = formatLabels(labels);
  const group = here.get(key);
  if (group) group.pods.push(pod);
  else here.set(key, { labels, pods: [pod] });
}
