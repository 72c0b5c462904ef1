import type { WrittenPort } from "./generate.ts";
import { asMap, type JsonMap, type JsonValue } from "./json-value.ts";
import { groupKind, mapAt, mapsAt, podShapeOf } from "./pod-template.ts";
import { parsePortSpecs, parseTargetPort, type PortSpec } from "./port-spec.ts";
import { Refusal } from "./refusal.ts";
import type { KubeObject } from "./snapshot.ts";

/** The flags of `expose` that say which ports the Service gets. */
export interface PortFlags {
  /** Values of --port, as typed; none: the source's own ports. */
  port?: readonly string[] | undefined;
  protocol?: string | undefined;
  targetPort?: string | undefined;
  /** Keep the names that the source's ports have, and aim at container ports by name. */
  keepPortNames?: boolean | undefined;
}

type SourcePort = WrittenPort;

/**
 * The ports of the Service that exposes `source`. For the kinds that kubectl exposes the rules are kubectl's: numbers
 * without their names, `port-N` when there are several, one target port for all. A Service's ports, and those of other
 * workloads, keep names, protocols and target ports. Throws a Refusal.
 */
export function exposedPorts(source: KubeObject, flags: PortFlags): WrittenPort[] {
  const known = sourcePorts(source);
  const typed = flags.port?.filter((value) => value !== "") ?? [];
  if (typed.length > 0) return typedPorts(parsePortSpecs(typed), known, isService(source), flags);
  if (flags.keepPortNames ?? keepsNames(source)) return keptPorts(known, flags);
  const numbers = [...new Set(known.map(({ port }) => port))];
  return typedPorts(
    numbers.map((port) => ({ port })),
    known,
    false,
    flags,
  );
}

/** kubectl drops the names of these kinds' ports; it cannot expose the rest, or (a Service) copies it wrongly. */
const NAMELESS = new Set(["Pod", "ReplicationController", "Deployment.apps", "ReplicaSet.apps"]);

const keepsNames = (source: KubeObject) => !NAMELESS.has(groupKind(source));

/** The ports that an object declares: a Service's own, or those of the containers of its Pods. */
function sourcePorts(source: KubeObject): SourcePort[] {
  if (isService(source)) {
    return mapsAt(mapAt(asMap(source), "spec") ?? {}, "spec.ports").map((port) => ({
      ...readPort(port, "spec.ports", "port"),
      ...(typeof port["appProtocol"] === "string" && { appProtocol: port["appProtocol"] }),
      targetPort: readTarget(port["targetPort"]) || readNumber(port["port"], "spec.ports.port"),
    }));
  }
  const shape = podShapeOf(source);
  if (!shape) return [];
  const path = `${shape.path}spec.containers`;
  return mapsAt(shape.spec, path).flatMap((container) =>
    mapsAt(container, `${path}.ports`).map((port) => readPort(port, `${path}.ports`, "containerPort")),
  );
}

export const isService = (source: KubeObject): boolean => groupKind(source) === "Service";

/** A port that aims at itself: at its name, or at its number when it has none. */
function readPort(port: JsonMap, path: string, numberKey: string): SourcePort {
  const { name, protocol } = port;
  const number = readNumber(port[numberKey], `${path}.${numberKey}`);
  return {
    ...(typeof name === "string" && name !== "" && { name }),
    protocol: typeof protocol === "string" ? protocol : "TCP",
    port: number,
    targetPort: (typeof name === "string" && name) || number,
  };
}

function readNumber(value: JsonValue | undefined, path: string): number {
  if (typeof value === "number") return value;
  throw new Refusal(`${path} must be a number`);
}

const readTarget = (value: JsonValue | undefined) =>
  typeof value === "number" || typeof value === "string" ? value : undefined;

function typedPorts(
  specs: readonly PortSpec[],
  known: readonly SourcePort[],
  aims: boolean,
  flags: PortFlags,
): WrittenPort[] {
  const several = specs.length > 1;
  return specs.flatMap((spec, at) => {
    const protocols = protocolsOf(spec, known, flags);
    return protocols.map((protocol) => {
      const generated = protocols.length > 1 ? `port-${at + 1}-${protocol.toLowerCase()}` : `port-${at + 1}`;
      const name = spec.name ?? (several || protocols.length > 1 ? generated : undefined);
      const source = aims ? known.find((port) => port.port === spec.port && port.protocol === protocol) : undefined;
      const targetPort = spec.targetPort ?? aimed(flags) ?? source?.targetPort ?? spec.port;
      return { ...(name !== undefined && { name }), protocol, port: spec.port, targetPort };
    });
  });
}

/** A port's own protocol, --protocol, else every protocol that the source has under this number, else TCP. */
function protocolsOf({ port, protocol }: PortSpec, known: readonly SourcePort[], flags: PortFlags): string[] {
  const typed = protocol ?? flags.protocol;
  if (typed) return [typed];
  const found = new Set(known.filter((source) => source.port === port).map((source) => source.protocol));
  return found.size > 0 ? [...found] : ["TCP"];
}

function keptPorts(known: readonly SourcePort[], flags: PortFlags): WrittenPort[] {
  const ports = known.map((port) => ({
    ...port,
    protocol: flags.protocol || port.protocol,
    targetPort: aimed(flags) ?? port.targetPort,
  }));
  const once = ports.filter((port, at) => ports.findIndex((other) => isSame(port, other)) === at);
  return once.length < 2 ? once : once.map((port, at) => ({ ...port, name: keptName(port, at, once) }));
}

/** A port's own name, unless it has none or a port before it has the same: two containers may share a name. */
function keptName({ name }: WrittenPort, at: number, ports: readonly WrittenPort[]): string {
  const isTaken = ports.slice(0, at).some((other) => other.name === name);
  if (name !== undefined && !isTaken) return name;
  const taken = new Set(ports.map((port) => port.name));
  let number = at + 1;
  while (taken.has(`port-${number}`)) number += ports.length;
  return `port-${number}`;
}

const isSame = (a: WrittenPort, b: WrittenPort) => a.port === b.port && a.protocol === b.protocol;

const aimed = ({ targetPort }: PortFlags) => (targetPort ? parseTargetPort(targetPort) : undefined);
