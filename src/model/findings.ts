import { type CheckInput, type CheckWorld, checkWorld } from "./check-world.ts";
import { checkClashes } from "./checks/clashes.ts";
import {
  checkDeprecated,
  checkExternalName,
  checkNames,
  checkNodePortRange,
  checkPublishing,
} from "./checks/fields.ts";
import type { Located } from "./checks/located.ts";
import { checkKubeProxy } from "./checks/kube-proxy.ts";
import { networkPolicyCheck } from "./checks/network-policies.ts";
import { checkReadiness, checkSingleEndpoint } from "./checks/readiness.ts";
import { checkRoutes } from "./checks/routes.ts";
import { checkSelector, checkWorkloads } from "./checks/selectors.ts";
import { checkOrigin, checkSlices } from "./checks/slices.ts";
import { checkStatefulSets } from "./checks/stateful-sets.ts";
import { checkHeadlessPorts, checkTargetPorts } from "./checks/target-ports.ts";
import { checkAffinity, checkLoadBalancer, checkTrafficPolicies } from "./checks/traffic.ts";
import { type Code, CODES } from "./finding-codes.ts";
import type { Fact } from "./finding-facts.ts";
import { KINDS } from "./finding-kinds.ts";
import type { ServiceView } from "./service-view.ts";
import { bySeverity, type Severity } from "./severity.ts";
import type { Metadata } from "./snapshot.ts";

/** A fact that deserves attention, and the object that it is about. */
export interface Finding {
  code: Code;
  severity: Severity;
  subject: Subject;
  /** The Services that it concerns; those that are missing, too. */
  services: readonly ServiceName[];
  fact: Fact;
  /** Why an annotation of the object silences the code; undefined when none does. */
  silenced: string | undefined;
}

export interface Subject {
  kind: "Service" | Located["kind"];
  namespace: string;
  name: string;
}

export interface ServiceName {
  namespace: string;
  name: string;
}

/** What was checked, and what was found: the worst of each object first, objects by namespace, kind and name. */
export interface CheckResult {
  services: readonly ServiceView[];
  findings: readonly Finding[];
}

/** A fact, found in what stands behind one Service. */
type Check = (view: ServiceView, world: CheckWorld) => Fact[];

const serviceChecks: readonly Check[] = [
  checkSelector,
  checkReadiness,
  checkTargetPorts,
  checkWorkloads,
  checkTrafficPolicies,
  checkLoadBalancer,
  checkOrigin,
  checkExternalName,
  checkHeadlessPorts,
  checkSlices,
  checkDeprecated,
  checkSingleEndpoint,
  checkPublishing,
  checkNodePortRange,
  checkNames,
  checkAffinity,
];

/** An annotation that begins so, with a code behind it, silences the code on its object. Its value is the reason. */
export const SILENCE = "svcctl.dev/ignore.";

/**
 * Checks Services and what points at them.
 *
 * @param namespace the one that was read; undefined: all
 * @param now the moment at which deletions are judged
 */
export function checkServices(input: CheckInput, namespace: string | undefined, now: Date): CheckResult {
  const world = checkWorld(input, namespace, now);
  const clashes = checkClashes(world);
  const checkPolicies = networkPolicyCheck(world);
  const checks: readonly Check[] = [...serviceChecks, (view) => clashes.get(view) ?? [], checkPolicies];
  const ofServices = world.views.flatMap((view) =>
    checks.flatMap((check) => check(view, world)).map((fact) => findingOf("Service", view.service, [view], fact)),
  );
  const ofOthers = [...checkStatefulSets(world), ...checkRoutes(world), ...checkKubeProxy(world)].map(
    ({ kind, object, services, fact }) => findingOf(kind, object, services, fact),
  );
  return { services: world.views, findings: [...ofServices, ...ofOthers].toSorted(bySubject) };
}

function findingOf(
  kind: Subject["kind"],
  { metadata = {} }: { metadata?: Pick<Metadata, "namespace" | "name" | "annotations"> },
  services: readonly ServiceName[],
  fact: Fact,
): Finding {
  const { namespace = "", name = "", annotations = {} } = metadata;
  const { code, severity } = KINDS[fact.kind];
  return {
    code,
    severity: severity ?? CODES[code].severity,
    subject: { kind, namespace, name },
    services: services.map((service) => ({ namespace: service.namespace, name: service.name })),
    fact,
    silenced: Object.hasOwn(annotations, SILENCE + code) ? annotations[SILENCE + code] : undefined,
  };
}

const compareWords = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const bySubject = (a: Finding, b: Finding): number =>
  compareWords(a.subject.namespace, b.subject.namespace) ||
  compareWords(a.subject.name, b.subject.name) ||
  compareWords(a.subject.kind, b.subject.kind) ||
  bySeverity(a.severity, b.severity) ||
  compareWords(a.code, b.code);
