import type { Cluster } from "../kube/client.ts";
import { createApplyPatch } from "../model/apply-patch.ts";
import { asMap } from "../model/json-value.ts";
import { LAST_APPLIED, readLastApplied } from "../model/last-applied.ts";
import { groupKind } from "../model/pod-template.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { withoutManagedFields } from "../print/structured.ts";
import { toYaml } from "../print/yaml.ts";
import { maskSecrets } from "./diff-secrets.ts";
import type { Scope } from "./flags.ts";
import { refusing } from "./write-refusal.ts";
import type { Target } from "./write-target.ts";
import { findObject } from "./write-wait.ts";

export interface DiffOptions {
  scope: Scope;
  filenames: readonly string[];
  recursive: boolean;
  selector: string | undefined;
  serverSide: boolean;
  forceConflicts: boolean;
  fieldManager: string;
  showManagedFields: boolean;
  showSecrets: boolean;
  /** How many objects the server is asked about at once. */
  concurrency: number;
}

/** One object as it is and as it would be, as YAML; empty text for an object that is not there. */
export interface States {
  /** The name of the file for the diff program: "v1.Service.default.web". */
  name: string;
  live: string;
  merged: string;
}

/** Asks the server, by a dry run, what apply would make of an object. */
export async function diffStates(target: Target, options: DiffOptions, cluster: Cluster): Promise<States> {
  const { resource, ref } = target;
  const live = await findObject(target, cluster);
  const merged = await mergedState(target, live, options, cluster);
  const group = resource.group === "" ? "" : `${resource.group}.`;
  const shown = options.showSecrets ? { live, merged } : maskSecrets(live, merged);
  return {
    name: `${group}${resource.version}.${resource.kind}.${ref.namespace ?? ""}.${ref.name}`,
    live: shown.live ? print(shown.live, options) : "",
    merged: print(shown.merged, options),
  };
}

function print(object: KubeObject, { showManagedFields }: DiffOptions): string {
  return toYaml(showManagedFields ? object : withoutManagedFields(object));
}

async function mergedState(
  { resource, ref, object = {} }: Target,
  live: KubeObject | undefined,
  { serverSide, forceConflicts, fieldManager }: DiffOptions,
  cluster: Cluster,
): Promise<KubeObject> {
  const write = { dryRun: true, fieldManager };
  if (serverSide) return cluster.patch(resource, ref, object, { ...write, type: "apply", force: forceConflicts });
  if (!live) return cluster.create(resource, object, write);
  const { type, patch } = planPatch(object, live);
  return Object.keys(patch).length === 0 ? live : cluster.patch(resource, ref, patch, { ...write, type });
}

/** The patch of apply, without the annotation that apply keeps: it would show in every diff. */
function planPatch(object: KubeObject, live: KubeObject) {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata?.annotations ?? {};
  const modified = { ...object, metadata: { ...object.metadata, annotations } };
  return refusing(() =>
    createApplyPatch(
      { original: readLastApplied(live), modified: asMap(modified), current: asMap(live) },
      { groupKind: groupKind(live), overwrite: true },
    ),
  );
}
