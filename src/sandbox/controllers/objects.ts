import type { KubeObject } from "../../model/snapshot.ts";
import type { DeleteCall, Kind, Registry, UpdatableSubresource } from "../types.ts";
import { keyOf, splitKey } from "./observe.ts";

/** One kind's objects, typed, as one component reads and writes them. Refusals are thrown as `ApiError`. */
export interface Objects<T> {
  readonly kind: Kind;
  /** By `namespace/name`, or by name for a kind without namespaces. */
  get(key: string): T | undefined;
  list(namespace?: string): T[];
  /** apiVersion and kind are filled in. */
  create(object: T): T;
  /** Replaces what is stored, whatever resourceVersion the object has. */
  update(object: T, subresource?: UpdatableSubresource): T;
  delete(object: T, call?: DeleteCall): void;
}

/** Throws when the API does not serve the kind: that is a fault of this program. */
export function findKind(registry: Registry, group: string, plural: string): Kind {
  const kind = registry.kind(group, plural);
  if (!kind) throw new Error(`the API serves no ${plural}.${group}`);
  return kind;
}

/** `manager` is recorded as the owner of what is written: "kube-controller-manager", "kube-scheduler", "kubelet". */
export function objectsOf<T extends object>(registry: Registry, kind: Kind, manager: string): Objects<T> {
  const apiVersion = kind.group === "" ? kind.version : `${kind.group}/${kind.version}`;
  const options = { fieldManager: manager };
  return {
    kind,
    get(key) {
      const { namespace, name } = splitKey(key);
      return registry.get(kind, namespace, name) as T | undefined;
    },
    list: (namespace) => registry.list(kind, namespace) as T[],
    create: (object) => registry.create(kind, { apiVersion, kind: kind.kind, ...object }, options) as T,
    update: (object, subresource) =>
      registry.update(kind, withoutVersion(object as KubeObject), {
        ...options,
        ...(subresource && { subresource }),
      }) as T,
    delete(object, call) {
      const { namespace, name } = splitKey(keyOf(object as KubeObject));
      registry.delete(kind, namespace, name, call);
    },
  };
}

/** What the registry decides is left out: the version, and who owns which field. */
function withoutVersion(object: KubeObject): KubeObject {
  const { resourceVersion: _, managedFields: __, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}
