import type { ProxyPort } from "./dataplane/proxy-ports.ts";
import { clusterIps, proxyPorts, whyUnproxied } from "./dataplane/proxy-ports.ts";
import type { ProxySettings } from "./dataplane/settings.ts";
import { familyOf } from "./addresses.ts";
import type { CheckInput } from "./check-world.ts";
import { serviceRecords } from "./dns-records.ts";
import { checkServices, type Finding } from "./findings.ts";
import { groupBy } from "./group-by.ts";
import { protocolOf, type ServicePort, targetPortOf } from "./ports.ts";
import type { ServiceView } from "./service-view.ts";
import type { Fault, PortTrace, ServiceTrace, Step, StepState } from "./trace.ts";
import { worst } from "./trace.ts";
import type { EndpointSlice } from "./snapshot.ts";
import { impliedSlices } from "./implied-slices.ts";
import { type Choices, chooseOnNodes, type Place, placeOf } from "./trace-choices.ts";
import { endpointsStep, isUnreadable } from "./trace-endpoints-step.ts";
import { rowsOf, tracedEndpoints } from "./trace-endpoints.ts";
import { entranceSteps } from "./trace-entrances.ts";
import { type FindingsAt, findingsAt, judged } from "./trace-faults.ts";

/** What is traced, and how the cluster treats it. */
export interface TraceWorld {
  input: CheckInput;
  /** kube-proxy's mode and ranges; its node does not count. */
  settings: ProxySettings;
  /** The node where clients are, and where traffic from outside arrives; undefined: any. */
  from: string | undefined;
  /** The cluster's domain: cluster.local. */
  domain: string;
  /** The moment at which deletions are judged. */
  now: Date;
}

/**
 * Follows traffic from clients to the containers behind every Service of the snapshot, to the ports that are asked for:
 * EndpointSlices decide, kube-proxy's choice of endpoints on each node that matters gives the shares, and what checks find
 * is told at the step where it shows.
 */
export function traceServices(isPort: (port: ServicePort) => boolean, world: TraceWorld): ServiceTrace[] {
  const { services, findings } = checkServices(world.input, undefined, world.now);
  const about = groupBy(
    findings.filter(({ subject }) => subject.kind === "Service"),
    ({ subject }) => `${subject.namespace}/${subject.name}`,
  );
  return services.map((view) => traceService(view, about.get(`${view.namespace}/${view.name}`) ?? [], isPort, world));
}

function traceService(
  view: ServiceView,
  findings: readonly Finding[],
  isPort: (port: ServicePort) => boolean,
  world: TraceWorld,
): ServiceTrace {
  const { service, namespace, name } = view;
  const steps = nameSteps(view, findings, world);
  const isAlias = service.spec?.type === "ExternalName";
  const chosen = isAlias ? [] : view.ports.filter(({ port }) => !port || isPort(port));
  const ports = chosen.map(({ port }) => tracePort(port, view, findings, world));
  const state = worst([...steps.map((step) => step.state), ...ports.map((port) => port.state)]);
  return { namespace, name, type: service.spec?.type ?? "ClusterIP", from: world.from, state, steps, ports };
}

/** DNS, as far as it concerns the whole Service. */
function nameSteps(view: ServiceView, findings: readonly Finding[], { domain }: TraceWorld): Step[] {
  const { service } = view;
  const at = findingsAt(findings, undefined);
  const found = serviceRecords(service, slicesBehind(view), domain);
  const answers = found.records.filter(({ name }) => name === found.domain);
  const addresses = answers.filter(({ type }) => type !== "SRV").map(({ data }) => data.replace(/\.$/, ""));
  const name = found.domain.slice(0, -1);
  const step = judged({ kind: "dns-name", name, addresses }, at("dns-name"));
  const isAlias = service.spec?.type === "ExternalName";
  const alias = judged({ kind: "external-name", target: addresses[0] ?? "" }, at("external-name"));
  const { noRecords } = found;
  if (noRecords === undefined) return isAlias ? [step, alias] : [step];
  const state = isUnreadable(view, "EndpointSlice") && noRecords === "no-ready-endpoint" ? "unknown" : "broken";
  return [{ ...step, state, fault: step.fault ?? { kind: "no-records", why: noRecords } }];
}

/** The Service's EndpointSlices; those that its Pods imply, where the real ones cannot be read. */
const slicesBehind = (view: ServiceView): readonly EndpointSlice[] =>
  view.slices.length === 0 && isUnreadable(view, "EndpointSlice") ? impliedSlices(view) : view.slices;

function tracePort(
  port: ServicePort | undefined,
  view: ServiceView,
  findings: readonly Finding[],
  world: TraceWorld,
): PortTrace {
  const at = findingsAt(findings, port);
  const families = choicesOf(port, view, world);
  const entrances = waysIn(port, view, families, at, world.input.fromFiles);
  const endpoints = tracedEndpoints(rowsOf(view.rows, port), families);
  const common = [...portSteps(port, view, at), endpointsStep(port, view, families, at), ...policySteps(at)];
  const ways = stateOfWays(entrances.map(({ state }) => state));
  return {
    port,
    state: worst([ways, ...common.map(({ state }) => state)]),
    steps: [...entrances, ...common],
    endpoints,
  };
}

/** Broken when no way leads in; one that is not known does not count beside others. */
function stateOfWays(states: readonly StepState[]): StepState {
  const known = states.filter((state) => state !== "unknown");
  if (known.length === 0) return worst(states);
  if (known.every((state) => state === "broken")) return "broken";
  return known.every((state) => state === "ok") ? "ok" : "warning";
}

/** What kube-proxy makes of the port, in each family; none where it does nothing. */
function choicesOf(port: ServicePort | undefined, view: ServiceView, world: TraceWorld): Choices[] {
  const { service } = view;
  if (!port) return [];
  const { nodes } = world.input.snapshot;
  const endpointSlices = [...slicesBehind(view)];
  const from: Place | undefined = world.from === undefined ? undefined : placeOf(world.from, nodes);
  const families = [...new Set(clusterIps(service).map(familyOf))];
  const isIt = (candidate: ProxyPort) =>
    candidate.number === port.port && candidate.protocol === protocolOf(port).toLowerCase();
  return families.flatMap((family) =>
    proxyPorts({ services: [service], endpointSlices }, family, world.from ?? "")
      .filter(isIt)
      .map((found) => chooseOnNodes(found, nodes, from, world.settings)),
  );
}

function waysIn(
  port: ServicePort | undefined,
  { service }: ServiceView,
  families: readonly Choices[],
  at: FindingsAt,
  fromFiles: boolean,
): Step[] {
  if (families.length > 0) return entranceSteps(service, families, at, fromFiles);
  const why = whyUnproxied(service);
  if (why === "headless") return [{ kind: "headless", state: "ok", fault: undefined }];
  if (why === "no-cluster-ip" || !port) return [];
  const fault: Fault =
    why === undefined ? { kind: "not-proxied-protocol", protocol: protocolOf(port) } : { kind: "other-proxy" };
  const [ip] = clusterIps(service);
  return [{ ...judged({ ...NO_PROXY, address: ip }, []), state: why === undefined ? "broken" : "unknown", fault }];
}

const NO_PROXY = {
  kind: "cluster-ip",
  policy: "Cluster",
  sources: [],
  isForwarded: false,
  healthCheckNodePort: 0,
} as const;

function portSteps(port: ServicePort | undefined, view: ServiceView, at: FindingsAt): Step[] {
  if (!port) return [];
  const numbers = view.ports.find((known) => known.port === port)?.targets ?? [];
  return [
    { kind: "port", port, state: "ok", fault: undefined },
    judged({ kind: "target-port", target: targetPortOf(port), numbers }, at("target-port")),
  ];
}

/** Network policies, where they let nobody in. */
function policySteps(at: FindingsAt): Step[] {
  return at("network-policy").map((finding) => {
    const { fact } = finding;
    const isForAll = fact.kind === "policies-let-nobody-in" && fact.blocked === fact.pods;
    return { ...judged({ kind: "network-policy" }, [finding]), state: isForAll ? "broken" : "warning" };
  });
}
