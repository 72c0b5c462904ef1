import { asCliError, type CliError, ExitCode, settleAll } from "../errors.ts";
import type { Around, EndpointSlice, Event, KubeObject, Node, Pod, Service, Snapshot } from "../model/snapshot.ts";
import type { Cluster, ListQuery, Resource } from "./client.ts";
import { StatusError } from "./status.ts";

/** What a view wants to know of a cluster. */
export interface SnapshotQuery {
  /** Undefined: all namespaces. */
  namespace: string | undefined;
  /** Only these Services, and what belongs to them. Needs a namespace. Absent or empty: all. */
  names?: readonly string[] | undefined;
  /** Restrict the Services. */
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  /** Also the Events about the Services. */
  events?: boolean;
  /** Also what points at the Services of the namespace, and what keeps traffic from them. */
  around?: boolean;
  /** Also the NetworkPolicies, which `around` has, too. */
  networkPolicies?: boolean;
  /** Every Pod of the namespace, whatever Services are asked for. */
  allPods?: boolean;
  /** False: without Nodes, which tell the zones that slices leave out. */
  nodes?: boolean;
  /** How many objects a page holds. 500 when absent, as kubectl's --chunk-size. */
  chunkSize?: number | undefined;
}

/** A Snapshot, and what is needed to go on from it. */
export interface SnapshotReading extends Snapshot {
  /** Of the Services that were asked for by name. */
  failures: CliError[];
  /** By kind, where a watch of the whole list can begin. */
  resourceVersions: Partial<Record<string, string>>;
}

/**
 * Reads what is needed to tell which Pods stand behind Services: one paged list for each kind, in parallel, restricted to
 * what the query names. Kinds that the server refuses to list go to `unreadable`. A named Service that cannot be read goes
 * to `failures`, so that the others can be shown before `throwCollected` is called.
 */
export async function readSnapshot(cluster: Cluster, query: SnapshotQuery): Promise<SnapshotReading> {
  const reader = new Reader(cluster, query);
  const services = reader.services();
  const slices = reader.slices();
  const [servicesRead, endpointSlices, pods, nodes, events, around] = await Promise.all([
    services,
    slices,
    reader.pods(services, slices),
    query.nodes === false ? [] : reader.list("nodes", {}),
    query.events === true ? reader.events() : [],
    query.around === true || query.networkPolicies === true ? reader.around() : undefined,
  ]);
  return {
    services: servicesRead,
    pods,
    endpointSlices,
    nodes: nodes as unknown as Node[],
    events,
    ...(around && { around }),
    unreadable: reader.unreadable,
    isPartial: reader.isPartial,
    failures: reader.failures,
    resourceVersions: reader.resourceVersions,
  };
}

/** The label that ties an EndpointSlice to its Service. */
const SERVICE_NAME = "kubernetes.io/service-name";
const LABEL_VALUE = /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;

class Reader {
  readonly unreadable: Snapshot["unreadable"] = [];
  readonly failures: CliError[] = [];
  readonly resourceVersions: SnapshotReading["resourceVersions"] = {};
  readonly isPartial: boolean;
  readonly #cluster: Cluster;
  readonly #query: SnapshotQuery;
  readonly #names: readonly string[];

  constructor(cluster: Cluster, query: SnapshotQuery) {
    this.#cluster = cluster;
    this.#query = query;
    this.#names = [...new Set(query.names)];
    this.isPartial = this.#names.length > 0 || Boolean(query.labelSelector ?? query.fieldSelector);
  }

  async services(): Promise<Service[]> {
    const resource = await this.#cluster.resource("services");
    const { namespace, labelSelector, fieldSelector } = this.#query;
    if (this.#names.length === 0) {
      const list = await this.#readList(resource, { namespace, labelSelector, fieldSelector });
      return list as unknown as Service[];
    }
    const { done, failures } = await settleAll(
      this.#names.map((name) => this.#cluster.get(resource, { namespace, name })),
    );
    this.failures.push(...failures);
    return done as unknown as Service[];
  }

  async slices(): Promise<EndpointSlice[]> {
    const { namespace } = this.#query;
    // what is no label value names no Service, and must not become part of a selector
    const names = this.#names.filter((name) => LABEL_VALUE.test(name));
    if (names.length === 0 && this.#names.length > 0) return [];
    const labelSelector = names.length === 0 ? undefined : `${SERVICE_NAME} in (${names.join(",")})`;
    return (await this.list("endpointslices", { namespace, labelSelector })) as unknown as EndpointSlice[];
  }

  /**
   * All Pods of the namespace; for one Service, those that it selects are enough, unless there are none (then the view
   * tells which are near) or its slices name others.
   */
  async pods(services: Promise<Service[]>, slices: Promise<EndpointSlice[]>): Promise<Pod[]> {
    const { namespace } = this.#query;
    const all = async () => (await this.list("pods", { namespace })) as unknown as Pod[];
    if (this.#names.length !== 1 || this.#query.allPods === true) return all();
    const [service] = await services;
    if (!service) return [];
    const labelSelector = Object.entries(service.spec?.selector ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join(",");
    if (labelSelector === "") return all();
    const selected = (await this.list("pods", { namespace, labelSelector })) as unknown as Pod[];
    return selected.length > 0 && coversPods(selected, await slices) ? selected : all();
  }

  async events(): Promise<Event[]> {
    const [only, ...others] = this.#names;
    const name = only === undefined || others.length > 0 ? "" : `,involvedObject.name=${only}`;
    const fieldSelector = `involvedObject.kind=Service${name}`;
    return (await this.list("events", { namespace: this.#query.namespace, fieldSelector })) as unknown as Event[];
  }

  async around(): Promise<Around> {
    const { namespace } = this.#query;
    const policies = this.list("networkpolicies", { namespace });
    if (this.#query.around !== true) {
      const networkPolicies = (await policies) as unknown as Around["networkPolicies"];
      return { ingresses: [], httpRoutes: [], statefulSets: [], networkPolicies };
    }
    const [networkPolicies, ingresses, statefulSets, httpRoutes] = await Promise.all([
      policies,
      this.list("ingresses", { namespace }),
      this.list("statefulsets", { namespace }),
      this.#serves("httproutes.gateway.networking.k8s.io").then((isServed) =>
        isServed ? this.list("httproutes.gateway.networking.k8s.io", { namespace }) : [],
      ),
    ]);
    return { ingresses, networkPolicies, statefulSets, httpRoutes } as unknown as Around;
  }

  /** Whether the server knows, and lets be known, a kind that is no part of Kubernetes itself. */
  async #serves(word: string): Promise<boolean> {
    return this.#cluster.resource(word).then(
      () => true,
      (thrown: unknown) => {
        const { exitCode } = asCliError(thrown);
        if (exitCode === ExitCode.notFound || exitCode === ExitCode.notAllowed) return false;
        throw thrown;
      },
    );
  }

  /** A list of one kind; empty, and noted as unreadable, when the server refuses it or does not know the kind. */
  async list(word: string, query: ListQuery): Promise<KubeObject[]> {
    const resource = await this.#cluster.resource(word);
    try {
      return await this.#readList(resource, query);
    } catch (thrown) {
      if (!(thrown instanceof StatusError) || ![403, 404].includes(thrown.code)) throw thrown;
      const { kind } = resource;
      if (!this.unreadable.some((other) => other.kind === kind)) this.unreadable.push({ kind, reason: thrown.message });
      return [];
    }
  }

  async #readList(resource: Resource, query: ListQuery): Promise<KubeObject[]> {
    const { metadata, items } = await this.#cluster.list(resource, { ...query, chunkSize: this.#query.chunkSize });
    if (metadata.resourceVersion !== undefined) this.resourceVersions[resource.kind] = metadata.resourceVersion;
    return items;
  }
}

function coversPods(pods: readonly Pod[], slices: readonly EndpointSlice[]): boolean {
  const names = new Set(pods.map((pod) => pod.metadata?.name));
  const targets = slices.flatMap(({ endpoints }) => endpoints ?? []).map(({ targetRef }) => targetRef);
  return targets.every((target) => target?.kind !== "Pod" || names.has(target.name));
}
