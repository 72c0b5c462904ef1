import type { Fact } from "./finding-facts.ts";
import type { Finding } from "./findings.ts";
import { type ServicePort, protocolOf } from "./ports.ts";
import { bySeverity } from "./severity.ts";
import type { Fault, Step, StepBody, StepState } from "./trace.ts";

/** The step at which each kind of fact shows. What keeps no traffic away is not told. */
const STATIONS: Partial<Record<Fact["kind"], StepBody["kind"]>> = {
  "service-name-not-dns": "dns-name",
  "external-name-is-address": "external-name",
  "external-name-is-itself": "external-name",
  "node-port-clash": "node-port",
  "node-port-out-of-range": "node-port",
  "load-balancer-pending": "load-balancer",
  "no-such-target-port": "target-port",
  "target-port-on-some": "target-port",
  "undeclared-target": "target-port",
  "named-protocol-differs": "target-port",
  "number-protocol-differs": "target-port",
  "headless-target-differs": "target-port",
  "policies-let-nobody-in": "network-policy",
  "no-pod-matches": "endpoints",
  "matches-elsewhere": "endpoints",
  "no-selector-no-slices": "endpoints",
  "port-not-served": "endpoints",
  "none-ready": "endpoints",
  "some-not-ready": "endpoints",
  "address-without-pod": "endpoints",
  "pods-in-no-slice": "endpoints",
  "publishes-not-ready": "endpoints",
};

/** What checks found on the way to one port, by step. */
export type FindingsAt = (kind: StepBody["kind"], address?: string) => readonly Finding[];

/**
 * Sorts the findings about a Service by the steps of one port. What an annotation silences is meant, unless traffic
 * ends there.
 */
export function findingsAt(findings: readonly Finding[], port: ServicePort | undefined): FindingsAt {
  const heard = findings.filter(({ silenced, severity }) => silenced === undefined || severity === "error");
  const own = heard.filter(({ fact }) => concerns(fact, port));
  return (kind, address) =>
    own
      .filter(({ fact }) => {
        if (fact.kind === "address-clash") return address === fact.address && kind !== "cluster-ip";
        return STATIONS[fact.kind] === kind;
      })
      .toSorted((a, b) => bySeverity(a.severity, b.severity));
}

function concerns(fact: Fact, port: ServicePort | undefined): boolean {
  if (fact.kind === "node-port-clash" || fact.kind === "node-port-out-of-range")
    return fact.nodePort === port?.nodePort;
  if (fact.kind === "address-clash") return fact.port === port?.port && fact.protocol === protocolOf(port);
  if (!("port" in fact) || typeof fact.port === "string") return true;
  const { name, port: number, protocol } = fact.port;
  return (
    port !== undefined && number === port.port && protocol === protocolOf(port) && name === (port.name || undefined)
  );
}

const STATES = { error: "broken", warning: "warning", info: "ok" } as const satisfies Record<string, StepState>;

/** A step with the worst of some findings as its fault. */
export function judged(body: StepBody, findings: readonly Finding[]): Step {
  const [first] = findings;
  const fault: Fault | undefined = first && { kind: "finding", code: first.code, fact: first.fact };
  return { ...body, state: first ? STATES[first.severity] : "ok", fault };
}
