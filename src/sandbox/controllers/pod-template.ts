import type { ObjectMeta, OwnerReference, Pod, PodTemplate } from "../../model/snapshot.ts";

/** A new Pod of a workload's template, its name still to be generated from the workload's. */
export function podFromTemplate(
  owner: { metadata?: ObjectMeta },
  template: PodTemplate,
  reference: OwnerReference,
): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    metadata: {
      generateName: `${owner.metadata?.name}-`,
      namespace: owner.metadata?.namespace ?? "",
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [reference],
    },
    ...(template.spec && { spec: template.spec }),
  };
}
