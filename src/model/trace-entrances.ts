import type { EntranceKind } from "./dataplane/mode-names.ts";
import { hostPort } from "./dataplane/names.ts";
import type { ProxyPort } from "./dataplane/proxy-ports.ts";
import { isExternallyAccessible } from "./dataplane/topology.ts";
import type { Service } from "./snapshot.ts";
import type { EntranceBody, Fault, Step, StepState } from "./trace.ts";
import { worst } from "./trace.ts";
import { type Choices, nodesWithout, type Side } from "./trace-choices.ts";
import { type FindingsAt, judged } from "./trace-faults.ts";

/** Every address at which a port is reached: the cluster IPs, then those for clients from outside. */
export function entranceSteps(
  service: Service,
  families: readonly Choices[],
  findings: FindingsAt,
  fromFiles: boolean,
): Step[] {
  const steps = families.flatMap((choices) => familyEntrances(choices, service, findings));
  return [...mergeNodePorts(steps), ...balancerSteps(service, families, findings, fromFiles)];
}

function familyEntrances(choices: Choices, service: Service, findings: FindingsAt): Step[] {
  const { port } = choices;
  const at = (kind: EntranceKind, ip: string) =>
    entranceStep(kind, hostPort(ip, port.number), choices, findings(kind, ip), service);
  const nodePort = String(port.nodePort);
  return [
    at("cluster-ip", port.clusterIp),
    ...(port.nodePort === 0 ? [] : [entranceStep("node-port", nodePort, choices, findings("node-port"), service)]),
    ...port.externalIps.map((ip) => at("external-ip", ip)),
    ...port.loadBalancerIps.map((ip) => at("load-balancer", ip)),
    ...port.proxiedIps.map((ip) => at("load-balancer", ip)),
  ];
}

function entranceStep(
  kind: EntranceKind,
  address: string,
  choices: Choices,
  findings: ReturnType<FindingsAt>,
  service: Service,
): Step {
  const { port } = choices;
  const isForwarded = port.proxiedIps.some((ip) => hostPort(ip, port.number) === address);
  const body = entranceBody(kind, address, port, isForwarded);
  const found = judged(body, findings);
  const ends = localFault(kind, choices);
  // a load balancer asks which nodes have endpoints, and leaves the others alone
  const isAvoided = kind !== "cluster-ip" && !choices.isFromOne && service.spec?.type === "LoadBalancer";
  const isLost = ends !== undefined && ends.nodes.length === choices.choices.length;
  const state: StepState = !ends || (isAvoided && !isLost) ? "ok" : isLost ? "broken" : "warning";
  const error = kind === "load-balancer" ? balancerError(service, address, port) : undefined;
  return {
    ...found,
    state: worst([found.state, state, error ? "broken" : "ok"]),
    fault: error ?? found.fault ?? ends,
  };
}

function entranceBody(kind: EntranceKind, address: string | undefined, port: ProxyPort, isForwarded: boolean) {
  const isLocal = kind === "cluster-ip" ? port.internalLocal : port.externalLocal;
  const body: EntranceBody = {
    kind,
    address,
    policy: isLocal ? "Local" : "Cluster",
    sources: kind === "load-balancer" ? port.sourceRanges : [],
    isForwarded,
    healthCheckNodePort: kind === "load-balancer" ? port.healthCheckNodePort : 0,
  };
  return body;
}

/** Nodes on which a Local policy finds nothing, though others have endpoints. */
function localFault(kind: EntranceKind, choices: Choices): (Fault & { kind: "no-local-endpoint" }) | undefined {
  const side: Side = kind === "cluster-ip" ? "inside" : "outside";
  const without = nodesWithout(choices, side);
  const [first] = without;
  if (!first) return undefined;
  return {
    kind: "no-local-endpoint",
    policy: side === "inside" ? "internalTrafficPolicy" : "externalTrafficPolicy",
    nodes: without.map(({ node }) => node),
    how: first.refusal[side] ?? "drop",
  };
}

/** A node port serves both families: one step, in the worse state. */
function mergeNodePorts(steps: readonly Step[]): Step[] {
  const [first, ...others] = steps.filter(({ kind }) => kind === "node-port");
  const worse = others.reduce<Step | undefined>(
    (one, other) => (one && worst([one.state, other.state]) !== one.state ? other : one),
    first,
  );
  return steps.flatMap((step) => (step === first ? (worse ?? step) : step.kind === "node-port" ? [] : step));
}

type Ingress = NonNullable<NonNullable<NonNullable<Service["status"]>["loadBalancer"]>["ingress"]>[number];

const ingressOf = ({ status }: Service): readonly Ingress[] => status?.loadBalancer?.ingress ?? [];

/** A load balancer that has host names instead of addresses, or none of them yet. */
function balancerSteps(
  service: Service,
  [choices]: readonly Choices[],
  findings: FindingsAt,
  fromFiles: boolean,
): Step[] {
  if (service.spec?.type !== "LoadBalancer" || !choices) return [];
  const { port } = choices;
  const names = ingressOf(service).flatMap(({ hostname, ip }) => (hostname && !ip ? [hostname] : []));
  if (ingressOf(service).length > 0) {
    return names.map((name) => {
      const through = isExternallyAccessible(port)
        ? entranceStep("load-balancer", name, choices, [], service)
        : undefined;
      const body = entranceBody("load-balancer", name, port, true);
      return { ...judged(body, []), ...through, isForwarded: true } as Step;
    });
  }
  const body = entranceBody("load-balancer", undefined, port, true);
  if (fromFiles) return [{ ...body, state: "unknown", fault: { kind: "no-address-yet" } }];
  const pending = judged(body, findings("load-balancer"));
  return [{ ...pending, state: worst([pending.state, "warning"]) }];
}

/** What the load balancer's controller says against the port (status.loadBalancer.ingress[].ports[].error). */
function balancerError(service: Service, address: string, port: ProxyPort): Fault | undefined {
  const ingress = ingressOf(service).find(({ ip, hostname }) =>
    ip ? hostPort(ip, port.number) === address : hostname === address,
  );
  const told = ingress?.ports?.find(({ port: number, protocol }) => number === port.number && isOf(port, protocol));
  return told?.error ? { kind: "load-balancer-error", error: told.error } : undefined;
}

const isOf = (port: ProxyPort, protocol: string | undefined): boolean =>
  (protocol ?? "TCP").toLowerCase() === port.protocol;
