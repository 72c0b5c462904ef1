import { type LabelSelector, matchesLabelSelector } from "../../model/selector.ts";
import type { Node, Pod } from "../../model/snapshot.ts";
import type { PodFinder } from "../controllers/context.ts";
import { isFinished } from "../controllers/pods.ts";

interface Term {
  labelSelector?: LabelSelector;
  namespaces?: string[];
  topologyKey: string;
}

/** Who is there already. */
export interface Neighbourhood {
  pods: PodFinder;
  nodes: readonly Node[];
  onNode(name: string): Pod[];
}

/**
 * Why a Pod may not run on a node because of the Pods that run there or near, in the scheduler's words; undefined when
 * it may. Looks at required affinity and anti-affinity between Pods, and at host ports.
 */
export function whyNotBeside({ pods, onNode, nodes }: Neighbourhood, pod: Pod, node: Node): string | undefined {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {};
  const wanted: Term[] = podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  if (wanted.some((term) => !isNearAny(pods, pod, node, nodes, term))) return "node(s) didn't match pod affinity rules";
  const unwanted: Term[] = podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  if (unwanted.some((term) => near(nodes, node, meant(pods, pod, term), term).length > 0)) {
    return "node(s) didn't match pod anti-affinity rules";
  }
  const ports = hostPorts(pod);
  if (ports.length === 0) return undefined;
  const taken = new Set(onNode(node.metadata?.name ?? "").flatMap(hostPorts));
  return ports.some((port) => taken.has(port))
    ? "node(s) didn't have free ports for the requested pod ports"
    : undefined;
}

/** The first of Pods that want to be near each other has nobody to be near: it may run anywhere. */
function isNearAny(pods: PodFinder, pod: Pod, node: Node, nodes: readonly Node[], term: Term): boolean {
  const all = meant(pods, pod, term).filter(({ spec }) => spec?.nodeName);
  if (all.length === 0) return matchesLabelSelector(term.labelSelector, pod.metadata?.labels);
  return near(nodes, node, all, term).length > 0;
}

/** The other Pods that an affinity term means, wherever they run. */
function meant(pods: PodFinder, pod: Pod, { labelSelector, namespaces }: Term): Pod[] {
  return (namespaces?.length ? namespaces : [pod.metadata?.namespace ?? ""])
    .flatMap((namespace) => pods.matching(namespace, labelSelector))
    .filter((other) => !isFinished(other) && other.metadata?.uid !== pod.metadata?.uid);
}

/** Those of `all` that run on nodes of the same topology as `node`. */
function near(nodes: readonly Node[], node: Node, all: readonly Pod[], { topologyKey }: Term): Pod[] {
  const place = node.metadata?.labels?.[topologyKey];
  if (place === undefined) return [];
  const same = nodes.filter(({ metadata }) => metadata?.labels?.[topologyKey] === place);
  const names = new Set(same.map(({ metadata }) => metadata?.name));
  return all.filter(({ spec }) => names.has(spec?.nodeName));
}

function hostPorts({ spec }: Pod): string[] {
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.flatMap(({ hostPort, protocol = "TCP" }) => (hostPort ? [`${hostPort}/${protocol}`] : []));
}
