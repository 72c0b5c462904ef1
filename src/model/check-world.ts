import type { KubeProxyConfiguration } from "./dataplane/kube-proxy-config.ts";
import { groupBy } from "./group-by.ts";
import { type ServiceView, viewServices } from "./service-view.ts";
import type { Around, Event, KubeObject, Pod, Service, Snapshot } from "./snapshot.ts";

/** What checks look at: a cluster, or manifests with Pods that stand for workloads. */
export interface CheckInput {
  snapshot: Snapshot;
  /**
   * The snapshot is made of files. They tell neither readiness nor nodes, events or what controllers make of them, and
   * everything that they leave out is taken to be missing.
   */
  fromFiles: boolean;
  /** How many Pods one stands for; 1 when absent. */
  replicas: ReadonlyMap<Pod, number>;
  /** kube-proxy's ConfigMap and what it says; undefined where it is absent or cannot be read. */
  kubeProxy?: KubeProxyMap | undefined;
}

/** kube-proxy's ConfigMap. */
export interface KubeProxyMap {
  object: KubeObject;
  configuration: KubeProxyConfiguration;
}

/** The input, joined and indexed once, so that each check takes time in proportion to what it looks at. */
export interface CheckWorld extends CheckInput {
  views: readonly ServiceView[];
  around: Around;
  /** Kinds that could not be read: nothing may be said of what is missing there. */
  unreadable: ReadonlySet<string>;
  service(namespace: string, name: string): Service | undefined;
  view(namespace: string, name: string): ServiceView | undefined;
  /** Whether Services of this namespace were read. */
  knows(namespace: string): boolean;
  eventsOf(namespace: string, service: string): readonly Event[];
}

const NOTHING: Around = { ingresses: [], httpRoutes: [], networkPolicies: [], statefulSets: [] };

/**
 * @param namespace the one that was read; undefined: all
 * @param now the moment at which deletions are judged
 */
export function checkWorld(input: CheckInput, namespace: string | undefined, now: Date): CheckWorld {
  const { snapshot } = input;
  const views = viewServices(snapshot, now);
  const byName = new Map(views.map((view) => [`${view.namespace}/${view.name}`, view]));
  const events = groupBy(snapshot.events, ({ involvedObject }) =>
    involvedObject?.kind === "Service" ? `${involvedObject.namespace ?? ""}/${involvedObject.name ?? ""}` : "",
  );
  const view = (inNamespace: string, name: string) => byName.get(`${inNamespace}/${name}`);
  return {
    ...input,
    views,
    around: snapshot.around ?? NOTHING,
    unreadable: new Set(snapshot.unreadable.map(({ kind }) => kind)),
    view,
    service: (inNamespace, name) => view(inNamespace, name)?.service,
    knows: (other) => namespace === undefined || other === namespace,
    eventsOf: (inNamespace, name) => events.get(`${inNamespace}/${name}`) ?? [],
  };
}
