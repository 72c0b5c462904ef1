import type { KubeObject } from "../model/snapshot.ts";
import { apiVersionOf, createKinds } from "./kinds.ts";
import { type Core, copyJson } from "./registry/core.ts";
import { createObject } from "./registry/create-object.ts";
import { deleteObject } from "./registry/delete-object.ts";
import { createRecorder } from "./registry/record-event.ts";
import { updateObject } from "./registry/update-object.ts";
import { createStore, keyOf } from "./store.ts";
import type { Kind, Registry, RegistryState, Strategy } from "./types.ts";

export interface RegistryOptions {
  now: () => Date;
  /** From 0 to 1, as Math.random gives, which is the default. */
  random?: () => number;
  /** Keyed by `group/Kind`, or the kind alone for the core group. */
  strategies: Record<string, Strategy>;
  /** What `dump` gave another time; its addresses and ports are taken again. */
  state?: RegistryState;
}

/** An empty cluster (or the one that was dumped): no namespaces, no nodes; whoever composes it makes these. */
export function createRegistry({ now, random = Math.random, strategies, state }: RegistryOptions): Registry {
  const kinds = createKinds(strategies);
  const store = createStore(state?.revision);
  const core: Core = { store, now, random, rules: (dryRun = false) => ({ now, dryRun, registry }) };

  const registry: Registry = {
    kinds,
    get revision() {
      return store.revision;
    },
    ...lookups(kinds),
    get: (kind, namespace, name) => shown(kind, store.get(stored(kind), keyOf(namespace, name))),
    list: (kind, namespace) => shownAll(kind, store.list(stored(kind), namespace)),
    listAt: (kind, revision, namespace) => shownAll(kind, store.listAt(stored(kind), revision, namespace)),
    create: (kind, object, options) => shown(kind, createObject(core, stored(kind), accepted(kind, object), options)),
    update: (kind, object, options) => shown(kind, updateObject(core, stored(kind), accepted(kind, object), options)),
    delete: (kind, namespace, name, call) => shown(kind, deleteObject(core, stored(kind), namespace, name, call)),
    since: store.since,
    subscribe: store.subscribe,
    record: createRecorder(core, () => registry),
    dump: () => ({
      revision: store.revision,
      objects: kinds.flatMap((kind) => (kind.view ? [] : store.list(kind))),
    }),
  };
  for (const object of state?.objects ?? []) restore(core, registry, object);
  return registry;
}

function lookups(kinds: readonly Kind[]): Pick<Registry, "kind" | "kindOf"> {
  const byPlural = new Map(kinds.map((kind) => [`${kind.group}/${kind.plural}`, kind]));
  const byName = new Map(kinds.map((kind) => [`${apiVersionOf(kind)}/${kind.kind}`, kind]));
  return {
    kind: (group, plural) => byPlural.get(`${group}/${plural}`),
    kindOf: (apiVersion, kind) => byName.get(`${apiVersion}/${kind}`),
  };
}

/** The kind whose objects are stored: a view's are another kind's. */
const stored = (kind: Kind): Kind => kind.view?.of ?? kind;

const accepted = ({ view }: Kind, object: KubeObject): KubeObject => (view ? view.accept(object) : object);

function shown<Found extends KubeObject | undefined>({ view }: Kind, object: Found): Found {
  return view && object ? (view.present(object) as Found) : object;
}

function shownAll<Found extends KubeObject[] | undefined>({ view }: Kind, objects: Found): Found {
  return view && objects ? (objects.map(view.present) as Found) : objects;
}

/** Puts a dumped object back and takes again what it had taken. */
function restore({ store, rules }: Core, registry: Registry, object: KubeObject): void {
  const kind = registry.kindOf(object.apiVersion ?? "", object.kind ?? "");
  if (!kind) return;
  kind.strategy?.allocate?.(copyJson(object), undefined, rules(false));
  store.restore(kind, object);
}
