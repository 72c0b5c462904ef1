import { randomUUID } from "node:crypto";

import type { KubeObject } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import { alreadyExists, ApiError, forbidden, invalid, notFound } from "../status.ts";
import { keyOf, objectKey } from "../store.ts";
import type { CallerOptions, Kind } from "../types.ts";
import { type Core, copyObject, type Draft, part, timestamp } from "./core.ts";
import { generateName } from "./generate-name.ts";
import { ownersAfter } from "./owners.ts";

/** See `Registry.create`. */
export function createObject(core: Core, kind: Kind, object: KubeObject, options: CallerOptions): KubeObject {
  const { strategy } = kind;
  const context = core.rules(options.dryRun);
  const draft = toDraft(kind, object);
  strategy?.setDefaults?.(draft);
  requireNamespace(core, kind, draft);
  if (!options.applied) ownersAfter(core, kind, undefined, draft, options);
  fillMetadata(core, kind, draft);
  strategy?.prepareForCreate?.(draft, context);
  refuse(kind, draft, strategy?.validate?.(draft, context));
  for (const text of strategy?.warnings?.(draft, undefined) ?? []) options.warn?.(text);
  refuse(kind, draft, strategy?.allocate?.(draft, undefined, context));
  try {
    return keep(core, kind, draft, options);
  } catch (error) {
    if (!options.dryRun) strategy?.release?.(draft);
    throw error;
  }
}

function keep(core: Core, kind: Kind, draft: Draft, options: CallerOptions): KubeObject {
  if (draft.metadata.resourceVersion) {
    throw new ApiError(500, "", "resourceVersion should not be set on objects to be created");
  }
  if (core.store.get(kind, objectKey(draft))) throw alreadyExists(kind, draft.metadata.name ?? "");
  return options.dryRun ? draft : core.store.put(kind, draft);
}

function toDraft(kind: Kind, object: KubeObject): Draft {
  const copy = copyObject(object);
  const head = { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata: copy.metadata };
  return { ...head, ...copy, ...head };
}

/** Throws the refusal that `causes` make, if there are any. */
export function refuse(kind: Kind, draft: KubeObject, causes: Parameters<typeof invalid>[2] = []): void {
  if (causes.length > 0) throw invalid(kind, draft.metadata?.name ?? "", causes);
}

/** As the NamespaceLifecycle admission: the namespace must be there and stay. */
function requireNamespace({ rules }: Core, kind: Kind, { metadata }: Draft): void {
  if (!kind.namespaced) {
    delete metadata.namespace;
    return;
  }
  const { registry } = rules(true);
  const name = metadata.namespace ?? "";
  const namespaces = registry.kind("", "namespaces");
  const namespace = namespaces && registry.get(namespaces, undefined, name);
  if (namespaces && !namespace) throw notFound(namespaces, name);
  if (!namespace?.metadata?.deletionTimestamp && part(namespace, "status")["phase"] !== "Terminating") return;
  const why = `unable to create new content in namespace ${name} because it is being terminated`;
  const message = `namespace ${name} is being terminated`;
  const cause = { reason: "NamespaceTerminating", message, field: "metadata.namespace" };
  throw forbidden(kind, metadata.name ?? "", why, [cause]);
}

/** What the API server writes into each new object, whatever the caller sent. */
function fillMetadata({ now, random, store }: Core, kind: Kind, { metadata }: Draft): void {
  for (const field of ["deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"] as const) {
    delete (metadata as Record<string, unknown>)[field];
  }
  metadata.uid = randomUUID();
  metadata.creationTimestamp = timestamp(now());
  if (kind.strategy?.generationParts) metadata.generation = 1;
  if (metadata.name || !metadata.generateName) return;
  const base = metadata.generateName;
  const isTaken = (name: string) => store.get(kind, keyOf(metadata.namespace, name)) !== undefined;
  metadata.name = generateName(base, isTaken, random);
}
