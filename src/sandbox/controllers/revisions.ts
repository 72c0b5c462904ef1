import type { ControllerRevision, ObjectMeta, PodTemplate } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import { equalJson } from "../registry/core.ts";
import { type ControllerContext, ownerUids } from "./context.ts";
import type { Objects } from "./objects.ts";
import { createIndex } from "./observe.ts";
import { controllerReference } from "./pods.ts";
import { revisionData } from "./template-hash.ts";

const HASH_LABEL = "controller.kubernetes.io/hash";

interface Owner {
  metadata?: ObjectMeta;
  spec?: { template: PodTemplate; revisionHistoryLimit?: number };
}

/** The templates that a StatefulSet or DaemonSet has had, as ControllerRevisions. */
export interface Revisions<W extends Owner> {
  /** The revision of the present template, which is made if need be and is the newest then. */
  current(owner: W): ControllerRevision;
  named(owner: W, name: string | undefined): ControllerRevision | undefined;
  /** Deletes the oldest beyond the owner's limit, but none of those that are named. */
  forget(owner: W, inUse: ReadonlySet<string | undefined>): void;
}

/** `hash` names a template; each kind of workload has its own way. */
export function createRevisions<W extends Owner>(
  context: ControllerContext,
  owners: Objects<W>,
  hash: (template: PodTemplate | undefined) => string,
): Revisions<W> {
  const { observer, objects } = context;
  const { controllerRevisions } = objects;
  const byOwner = createIndex<ControllerRevision>(observer, controllerRevisions.kind, ownerUids);
  const all = (owner: W) =>
    byOwner.get(owner.metadata?.uid ?? "").toSorted((a, b) => (a.revision ?? 0) - (b.revision ?? 0));

  return {
    current(owner) {
      const known = all(owner);
      const data = revisionData(owner.spec?.template);
      const newest = (known.at(-1)?.revision ?? 0) + 1;
      const same = known.find((revision) => equalJson(revision.data, data));
      if (!same) return controllerRevisions.create(newRevision(owners, owner, hash(owner.spec?.template), newest));
      return same === known.at(-1) ? same : controllerRevisions.update({ ...same, revision: newest });
    },
    named: (owner, name) => all(owner).find(({ metadata }) => metadata?.name === name),
    forget(owner, inUse) {
      const idle = all(owner).filter(({ metadata }) => !inUse.has(metadata?.name) && !inUse.has(hashOf(metadata)));
      const surplus = idle.length - (owner.spec?.revisionHistoryLimit ?? 10);
      for (const revision of idle.slice(0, Math.max(0, surplus))) controllerRevisions.delete(revision);
    },
  };
}

/** The template that a revision holds. */
export function templateOf(revision: ControllerRevision): PodTemplate {
  const { spec } = revision.data as { spec: { template: PodTemplate & { $patch?: string } } };
  const { $patch: _, ...template } = spec.template;
  return template;
}

/** The hash that stands in a revision's name and on a DaemonSet's Pods. */
export function hashOf(metadata: ObjectMeta | undefined): string {
  return metadata?.labels?.[HASH_LABEL] ?? "";
}

function newRevision<W extends Owner>(
  owners: Objects<W>,
  owner: W,
  hash: string,
  revision: number,
): ControllerRevision {
  const { name, namespace } = owner.metadata ?? {};
  return {
    metadata: {
      name: `${name}-${hash}`,
      namespace: namespace ?? "",
      labels: { ...owner.spec?.template.metadata?.labels, [HASH_LABEL]: hash },
      ownerReferences: [controllerReference(apiVersionOf(owners.kind), owners.kind.kind, owner)],
    },
    data: revisionData(owner.spec?.template),
    revision,
  };
}
