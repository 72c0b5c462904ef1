import type { Fact, WorkloadFact } from "../finding-facts.ts";
import { groupBy } from "../group-by.ts";
import type { CheckWorld } from "../check-world.ts";
import type { ServiceView } from "../service-view.ts";
import type { Pod } from "../snapshot.ts";
import { podRows } from "./behind.ts";

/** SVC001, SVC022: a selector that matches no Pod here. */
export function checkSelector({ remarks }: ServiceView): Fact[] {
  const remark = remarks.find(({ kind }) => kind === "no-pod-matches");
  if (remark?.kind !== "no-pod-matches") return [];
  const { selector, near, elsewhere } = remark;
  if (near.length === 0 && elsewhere.length > 0)
    return [{ kind: "matches-elsewhere", selector, namespaces: elsewhere }];
  return [{ kind: "no-pod-matches", selector, near, elsewhere }];
}

/** SVC008: Pods of several workloads behind one Service. */
export function checkWorkloads(view: ServiceView, { replicas }: CheckWorld): Fact[] {
  const pods = new Set(podRows(view).map(({ pod }) => pod));
  const byWorkload = groupBy(pods, (pod) => {
    const { kind, name } = workloadOf(pod);
    return `${kind}/${name}`;
  });
  if (byWorkload.size < 2) return [];
  const workloads = [...byWorkload.values()].flatMap((group): WorkloadFact[] => {
    const count = group.reduce((sum, pod) => sum + (replicas.get(pod) ?? 1), 0);
    return group.slice(0, 1).map((pod) => ({ ...workloadOf(pod), pods: count }));
  });
  return [{ kind: "several-workloads", workloads: workloads.toSorted((a, b) => b.pods - a.pods) }];
}

/** Labels that hold the hash by which a ReplicaSet's name is longer than its owner's (Deployment; Argo's Rollout). */
const HASHES = { "pod-template-hash": "Deployment", "rollouts-pod-template-hash": "Rollout" };

/** What keeps a Pod, told from the Pod alone; Pods that nothing keeps (static ones, too) are one and the same. */
function workloadOf({ metadata }: Pod): { kind: string; name: string } {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller);
  if (!owner || owner.kind === "Node") return { kind: "Pod", name: "" };
  const { kind, name } = owner;
  if (kind === "Job") return { kind, name: name.replace(/-\d{8,}$/, "") };
  for (const [label, above] of Object.entries(HASHES)) {
    const suffix = `-${metadata?.labels?.[label]}`;
    if (kind === "ReplicaSet" && name.endsWith(suffix)) return { kind: above, name: name.slice(0, -suffix.length) };
  }
  return { kind, name };
}
