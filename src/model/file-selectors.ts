import { groupBy } from "./group-by.ts";
import { groupOf } from "./pod-template.ts";
import { templateOf } from "./manifest-shapes.ts";
import type { KubeObject, Service } from "./snapshot.ts";

/** Labels that controllers give to Pods as they make them: no template has them. */
const GIVEN_LATER = new Set([
  "pod-template-hash",
  "rollouts-pod-template-hash",
  "controller-revision-hash",
  "controller-uid",
  "batch.kubernetes.io/controller-uid",
  "job-name",
  "batch.kubernetes.io/job-name",
  "batch.kubernetes.io/job-completion-index",
  "apps.kubernetes.io/pod-index",
]);

const POD_NAME = "statefulset.kubernetes.io/pod-name";

/**
 * Services of files, with selectors that templates can be compared with. Labels that controllers give to Pods are left
 * out; the name of a StatefulSet's Pod becomes what its template has. A selector by a label of an operator whose objects
 * are among the files (cnpg.io/cluster beside a postgresql.cnpg.io Cluster) is left out as a whole: the operator makes
 * these Pods, so nothing can be said of them.
 */
export function comparableServices(services: readonly Service[], objects: readonly KubeObject[]): Service[] {
  const groups = new Set(objects.map(({ apiVersion = "" }) => groupOf(apiVersion)).filter(isCustom));
  const sets = groupBy(
    objects.filter(({ kind }) => kind === "StatefulSet"),
    ({ metadata }) => `${metadata?.namespace}/${metadata?.name}`,
  );
  return services.map((service) => {
    const { selector } = service.spec ?? {};
    if (!selector) return service;
    const labelsOf = (name: string) => {
      const [set] = sets.get(`${service.metadata?.namespace}/${name.replace(/-\d+$/, "")}`) ?? [];
      return set && templateOf(set)?.labels;
    };
    const pairs = Object.entries(selector).flatMap(([key, value]) => comparablePairs(key, value, labelsOf));
    const isOfOperator = Object.keys(selector).some((key) => isOf(groups, key));
    return { ...service, spec: { ...service.spec, selector: isOfOperator ? {} : Object.fromEntries(pairs) } };
  });
}

function comparablePairs(
  key: string,
  value: string,
  labelsOf: (podName: string) => Record<string, string> | undefined,
): [string, string][] {
  if (GIVEN_LATER.has(key)) return [];
  const labels = key === POD_NAME ? labelsOf(value) : undefined;
  return labels ? Object.entries(labels) : [[key, value]];
}

/** Kubernetes' own groups have no dot, or end in k8s.io. */
const isCustom = (group: string): boolean => group.includes(".") && !/(^|\.)k8s\.io$/.test(group);

/** Whether a label's domain is that of one of these groups, or the part of it that an operator's groups share. */
function isOf(groups: ReadonlySet<string>, key: string): boolean {
  if (!key.includes("/")) return false;
  const domain = key.slice(0, key.indexOf("/"));
  return [...groups].some((group) => group === domain || group.endsWith(`.${domain}`));
}
