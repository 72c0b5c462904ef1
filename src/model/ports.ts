import type { Pod, Service } from "./snapshot.ts";

export type ServicePort = NonNullable<NonNullable<Service["spec"]>["ports"]>[number];
export type Container = NonNullable<Pod["spec"]>["containers"][number];
export type ContainerPort = NonNullable<Container["ports"]>[number];

/** A Service port's target: a number, or the name of a container port. The Service port's own number when unset. */
export function targetPortOf(port: ServicePort): number | string {
  const target = port.targetPort;
  return target === undefined || target === 0 || target === "" ? port.port : target;
}

/** A port's protocol; TCP when unset, as the API server defaults it. */
export function protocolOf(port: { protocol?: string }): string {
  return port.protocol ?? "TCP";
}

/** The containers whose ports count: ordinary ones, then init containers that keep running (sidecars). */
export function servingContainers(pod: Pod): readonly Container[] {
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === "Always");
  return sidecars.length === 0 ? containers : [...containers, ...sidecars];
}

/** Every port that the serving containers of a Pod declare. */
export function containerPorts(pod: Pod): ContainerPort[] {
  return servingContainers(pod).flatMap(({ ports }) => ports ?? []);
}

/**
 * The number that a Service port leads to on this Pod: a numeric target as it stands, a named one as the first
 * container port of that name and protocol says; undefined when the Pod has none (podutil.FindPort).
 */
export function resolveTargetPort(pod: Pod, port: ServicePort): number | undefined {
  const target = targetPortOf(port);
  if (typeof target === "number") return target;
  const protocol = protocolOf(port);
  for (const { ports } of servingContainers(pod)) {
    const found = ports?.find((own) => own.name === target && protocolOf(own) === protocol);
    if (found) return found.containerPort;
  }
  return undefined;
}

/** How slices name a port, and kube-proxy looks for it: `http/TCP`; `<unset>/TCP` without a name. */
export const portLabel = (port: { name?: string; protocol?: string }): string =>
  `${port.name || "<unset>"}/${protocolOf(port)}`;
