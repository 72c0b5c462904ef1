import type { Fact } from "../finding-facts.ts";
import { groupBy } from "../group-by.ts";
import { containerPorts, protocolOf } from "../ports.ts";
import { matchesSelector, type LabelSelector, requirementsOf, type Selector, SelectorError } from "../selector.ts";
import type { CheckWorld } from "../check-world.ts";
import type { ServiceView } from "../service-view.ts";
import type { NetworkPolicy, Pod, PolicyRule } from "../snapshot.ts";
import { type PodRow, podRows, portFact, rowNames } from "./behind.ts";

type RulePort = NonNullable<PolicyRule["ports"]>[number];

/** A policy for ingress, and those of its rules that somebody satisfies. */
interface Guard {
  name: string;
  selector: Selector;
  rules: readonly PolicyRule[];
}

/**
 * SVC019: ports on which network policies let nobody in. A Pod that some policy for ingress selects is reached by what
 * the policies together allow, and by nothing else (networking.k8s.io/v1 NetworkPolicySpec). Pods on their node's
 * network are not subject to policies.
 */
export function networkPolicyCheck({ around, snapshot, fromFiles, unreadable }: CheckWorld) {
  const podsOf = groupBy(snapshot.pods, ({ metadata }) => metadata?.namespace);
  const mayBeAnywhere = fromFiles || unreadable.has("Pod");
  const guards = groupBy(around.networkPolicies.filter(isForIngress), ({ metadata }) => metadata?.namespace);
  const read = remembered((namespace: string | undefined) => {
    const isSomebody = peerTest(podsOf.get(namespace) ?? [], mayBeAnywhere);
    return (guards.get(namespace) ?? []).flatMap((policy) => guardOf(policy, isSomebody));
  });
  const guardsOf = remembered((pod: Pod) =>
    read(pod.metadata?.namespace).filter(({ selector }) => matchesSelector(selector, pod.metadata?.labels)),
  );
  return (view: ServiceView): Fact[] => checkPorts(view, guardsOf);
}

function checkPorts(view: ServiceView, guardsOf: (pod: Pod) => readonly Guard[]): Fact[] {
  return (view.service.spec?.ports ?? []).flatMap((port): Fact[] => {
    const rows = podRows(view, port).filter(({ pod, target }) => !pod.spec?.hostNetwork && typeof target === "number");
    const blocked = rows.filter((row) => {
      const guards = guardsOf(row.pod);
      return guards.length > 0 && !guards.some(({ rules }) => rules.some((rule) => lets(rule, row, protocolOf(port))));
    });
    if (blocked.length === 0) return [];
    const policies = [...new Set(blocked.flatMap(({ pod }) => guardsOf(pod).map(({ name }) => name)))];
    const counts = { blocked: rowNames(blocked).length, pods: rowNames(rows).length };
    return [{ kind: "policies-let-nobody-in", port: portFact(port), policies, ...counts }];
  });
}

/** Without policyTypes a policy is for ingress, whatever else it is for. */
const isForIngress = ({ spec }: NetworkPolicy): boolean => spec?.policyTypes?.includes("Ingress") ?? true;

function guardOf({ metadata, spec }: NetworkPolicy, isSomebody: PeerTest): Guard[] {
  const selector = readSelector(spec?.podSelector);
  if (!selector) return [];
  const rules = (spec?.ingress ?? []).filter(({ from = [] }) => from.length === 0 || from.some(isSomebody));
  return [{ name: metadata?.name ?? "", selector, rules }];
}

type PeerTest = (peer: NonNullable<PolicyRule["from"]>[number]) => boolean;

/** Whether a peer can be anybody: of Pods in the policy's own namespace it is known. */
function peerTest(pods: readonly Pod[], mayBeAnywhere: boolean): PeerTest {
  return ({ podSelector, namespaceSelector, ipBlock }) => {
    if (mayBeAnywhere || ipBlock || namespaceSelector) return true;
    const selector = readSelector(podSelector);
    return selector !== undefined && pods.some(({ metadata }) => matchesSelector(selector, metadata?.labels));
  };
}

/** Undefined for a selector that the API server refuses. An absent one takes in everything. */
function readSelector(selector: LabelSelector = {}): Selector | undefined {
  try {
    return requirementsOf(selector);
  } catch (error) {
    if (error instanceof SelectorError) return undefined;
    throw error;
  }
}

function lets({ ports = [] }: PolicyRule, { pod, target }: PodRow, protocol: string): boolean {
  return ports.length === 0 || ports.some((port) => protocolOf(port) === protocol && covers(port, target, pod));
}

function covers({ port, endPort, ...rest }: RulePort, target: PodRow["target"], pod: Pod): boolean {
  if (port === undefined || typeof target !== "number") return true;
  if (typeof port === "number") return target >= port && target <= (endPort ?? port);
  return containerPorts(pod).some(
    ({ name, containerPort, ...own }) =>
      String(name) === String(port) && containerPort === target && protocolOf(own) === protocolOf(rest),
  );
}

/** Works each answer out once. */
function remembered<Key, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? work(key);
    known.set(key, value);
    return value;
  };
}
