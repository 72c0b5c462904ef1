import type { DeclaredPort, Fact } from "../finding-facts.ts";
import { groupBy } from "../group-by.ts";
import { containerPorts, protocolOf, type ServicePort, targetPortOf } from "../ports.ts";
import type { ServiceView } from "../service-view.ts";
import type { Pod } from "../snapshot.ts";
import { hasReason, isHeadless, runsToEnd, podRows, type PodRow, portFact, rowNames } from "./behind.ts";

/** SVC004 to SVC007: what a Service's target ports are on its Pods. */
export function checkTargetPorts(view: ServiceView): Fact[] {
  return (view.service.spec?.ports ?? []).flatMap((port) => {
    const rows = podRows(view, port);
    if (rows.length === 0) return [];
    const target = targetPortOf(port);
    return typeof target === "string" ? checkNamed(port, target, rows) : checkNumber(port, target, rows, view);
  });
}

function checkNamed(servicePort: ServicePort, target: string, all: readonly PodRow[]): Fact[] {
  const port = portFact(servicePort);
  // a Job's Pod that lacks the port is no endpoint, which is well
  const lasting = all.filter((row) => !runsToEnd(row.pod));
  const rows = lasting.length > 0 ? lasting : all;
  const without = rows.filter((row) => hasReason(row, "no-container-port", "protocol-differs"));
  const pods = rowNames(rows).length;
  if (without.length === rows.length) {
    const declared = declaredPorts(rows);
    const found = declared.filter(({ name }) => name === target);
    if (found.length > 0) return [{ kind: "named-protocol-differs", port, target, found }];
    return [{ kind: "no-such-target-port", port, target, declared, pods }];
  }
  if (without.length > 0) return [{ kind: "target-port-on-some", port, target, without: rowNames(without), pods }];
  const byNumber = groupBy(rows, (row) => row.target);
  const numbers = [...byNumber].flatMap(([number, group]) =>
    typeof number === "number" ? [{ number, pods: rowNames(group).length }] : [],
  );
  return numbers.length > 1 ? [{ kind: "target-port-numbers", port, target, numbers }] : [];
}

/** Says nothing of Pods that declare no ports at all: declaring them is left to the author. */
function checkNumber(servicePort: ServicePort, target: number, rows: readonly PodRow[], view: ServiceView): Fact[] {
  const port = portFact(servicePort);
  const declared = declaredPorts(rows);
  const found = declared.filter(({ containerPort }) => containerPort === target);
  if (declared.length === 0 || found.some(({ protocol }) => protocol === port.protocol)) return [];
  if (found.length > 0 && !isServedInOtherProtocol(target, found, view))
    return [{ kind: "number-protocol-differs", port, target, found }];
  return [{ kind: "undeclared-target", port, target, declared }];
}

/** Whether the Service uses the number in the declared protocol as well: then the declaration is not wrong but short. */
function isServedInOtherProtocol(target: number, found: readonly DeclaredPort[], { service }: ServiceView): boolean {
  const protocols = new Set(found.map(({ protocol }) => protocol));
  return (service.spec?.ports ?? []).some((port) => targetPortOf(port) === target && protocols.has(protocolOf(port)));
}

/** What the containers of all these Pods declare, each port once. */
function declaredPorts(rows: readonly PodRow[]): DeclaredPort[] {
  const byText = new Map<string, DeclaredPort>();
  for (const pod of new Set<Pod>(rows.map((row) => row.pod))) {
    for (const { name, containerPort, ...port } of containerPorts(pod)) {
      const declared = { name: name || undefined, containerPort, protocol: protocolOf(port) };
      byText.set(JSON.stringify(declared), declared);
    }
  }
  return [...byText.values()];
}

/** SVC014: a headless Service's port that clients would have to translate themselves. */
export function checkHeadlessPorts(view: ServiceView): Fact[] {
  if (!isHeadless(view)) return [];
  return view.ports.flatMap(({ port, targets }): Fact[] => {
    if (!port) return [];
    const target = targetPortOf(port);
    const meant = typeof target === "number" ? [target] : targets;
    const others = meant.filter((number) => number !== port.port);
    return others.length > 0 ? [{ kind: "headless-target-differs", port: portFact(port), targets: others }] : [];
  });
}
