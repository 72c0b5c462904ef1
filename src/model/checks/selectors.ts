import type { Fact, WorkloadFact } from "../finding-facts.ts";
import { groupBy } from "../group-by.ts";
import type { CheckWorld } from "../check-world.ts";
import type { ServiceView } from "../service-view.ts";
import type { Pod } from "../snapshot.ts";
import { podRows, runsToEnd } from "./behind.ts";

/** SVC001, SVC022: a selector that matches no Pod here. */
export function checkSelector({ remarks }: ServiceView): Fact[] {
  const remark = remarks.find(({ kind }) => kind === "no-pod-matches");
  if (remark?.kind !== "no-pod-matches") return [];
  const { selector, near, elsewhere } = remark;
  if (near.length === 0 && elsewhere.length > 0)
    return [{ kind: "matches-elsewhere", selector, namespaces: elsewhere }];
  return [{ kind: "no-pod-matches", selector, near, elsewhere }];
}

/** SVC008: Pods of several workloads behind one Service. A Job's Pod that is no endpoint of any port does not count. */
export function checkWorkloads(view: ServiceView, { replicas }: CheckWorld): Fact[] {
  const rows = podRows(view).filter(({ pod, state }) => state !== "excluded" || !runsToEnd(pod));
  const pods = new Set(rows.map(({ pod }) => pod));
  const byWorkload = groupBy(pods, (pod) => {
    const { kind, name } = workloadOf(pod);
    return `${kind}/${name}`;
  });
  if (byWorkload.size < 2) return [];
  const workloads = [...byWorkload.values()].flatMap((group): WorkloadFact[] => {
    const count = group.reduce((sum, pod) => sum + (replicas.get(pod) ?? 1), 0);
    return group.slice(0, 1).map((pod) => ({ ...workloadOf(pod), pods: count }));
  });
  const kind = areVersions([...byWorkload.values()].flat()) ? "several-versions" : "several-workloads";
  return [{ kind, workloads: workloads.toSorted((a, b) => b.pods - a.pods) }];
}

/** Whether all Pods run the same images, whatever their versions: a stable and a canary workload of one application. */
function areVersions(pods: readonly Pod[]): boolean {
  const images = pods.map(({ spec }) =>
    (spec?.containers ?? []).map(({ image = "" }) => repositoryOf(image)).toSorted(),
  );
  return new Set(images.map((names) => names.join(" "))).size === 1 && images[0]?.every((name) => name !== "") === true;
}

/** An image without its tag and digest; a port of the registry is no tag. */
const repositoryOf = (image: string): string => image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");

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
