import type { ControllerRevision, Pod, StatefulSet } from "../../../model/snapshot.ts";
import { controllerReference } from "../pods.ts";
import { podFromTemplate } from "../pod-template.ts";
import { templateOf } from "../revisions.ts";

const REVISION_LABEL = "controller-revision-hash";

/** The number at the end of a Pod's name; undefined for a Pod that is not this set's. */
export function ordinalOf({ metadata }: StatefulSet, pod: Pod): number | undefined {
  const match = /^(.*)-(\d+)$/.exec(pod.metadata?.name ?? "");
  return match && match[1] === metadata?.name ? Number(match[2]) : undefined;
}

export function isOfRevision(pod: Pod, revision: ControllerRevision): boolean {
  return pod.metadata?.labels?.[REVISION_LABEL] === revision.metadata?.name;
}

/** The Pod of one ordinal by a revision's template: under a stable name, with a host name and volumes of its own. */
export function statefulPod(set: StatefulSet, revision: ControllerRevision, ordinal: number): Pod {
  const name = `${set.metadata?.name}-${ordinal}`;
  const pod = podFromTemplate(set, templateOf(revision), controllerReference("apps/v1", "StatefulSet", set));
  const labels = {
    ...pod.metadata?.labels,
    "apps.kubernetes.io/pod-index": String(ordinal),
    [REVISION_LABEL]: revision.metadata?.name ?? "",
    "statefulset.kubernetes.io/pod-name": name,
  };
  const subdomain = set.spec?.serviceName;
  const claimed = claims(set, name);
  const own = new Set(claimed.map((volume) => volume.name));
  const volumes = [...claimed, ...(pod.spec?.volumes ?? []).filter((volume) => !own.has(volume.name))];
  return {
    ...pod,
    metadata: { ...pod.metadata, name, labels },
    ...(pod.spec && {
      spec: { ...pod.spec, hostname: name, ...(subdomain && { subdomain }), ...(volumes.length > 0 && { volumes }) },
    }),
  };
}

function claims({ spec }: StatefulSet, pod: string) {
  return (spec?.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata?.name ?? "",
    persistentVolumeClaim: { claimName: `${metadata?.name}-${pod}` },
  }));
}
