import type { ServicePort, ServiceSpec } from "../../../model/kinds.ts";
import type { Cause } from "../../types.ts";
import { checkLabel1123, checkPortNumber, checkQualifiedName } from "../content.ts";
import { duplicate, forbidden, invalidEach, oneOf, required } from "../field-error.ts";
import { protocols, validatePortOrName } from "../port.ts";
import { portsOf } from "./facts.ts";

/** Each port for itself, and its name among the others. */
export function validatePorts(spec: ServiceSpec): Cause[] {
  const ports = portsOf(spec);
  const names = new Set<string | undefined>();
  return ports.flatMap((port, index) => {
    const field = `spec.ports[${index}]`;
    const sameName = names.has(port.name);
    names.add(port.name);
    return [
      ...validateName(`${field}.name`, port.name, ports.length > 1, sameName),
      ...invalidEach(`${field}.port`, port.port, checkPortNumber(port.port)),
      ...oneOf(`${field}.protocol`, port.protocol, protocols),
      ...validatePortOrName(`${field}.targetPort`, port.targetPort ?? 0),
      ...(port.appProtocol === undefined
        ? []
        : invalidEach(`${field}.appProtocol`, port.appProtocol, checkQualifiedName(port.appProtocol))),
    ];
  });
}

function validateName(field: string, name: string | undefined, needed: boolean, taken: boolean): Cause[] {
  if (!name) return needed ? [required(field)] : [];
  return [...invalidEach(field, name, checkLabel1123(name)), ...(taken ? [duplicate(field, name)] : [])];
}

/** What ports may not share: node port and protocol, port and protocol. And no node ports inside the cluster. */
export function validatePortsTogether(spec: ServiceSpec): Cause[] {
  const ports = portsOf(spec);
  const inside = "may not be used when `type` is 'ClusterIP'";
  return [
    ...ports.flatMap(({ nodePort }, index) =>
      spec.type === "ClusterIP" && nodePort ? [forbidden(`spec.ports[${index}].nodePort`, inside)] : [],
    ),
    ...repeated(ports, ({ nodePort, protocol }) => (nodePort ? `${protocol} ${nodePort}` : undefined)).map((index) =>
      duplicate(`spec.ports[${index}].nodePort`, ports[index]?.nodePort),
    ),
    ...repeated(ports, ({ port, protocol }) => `${protocol} ${port}`).map((index) =>
      duplicate(`spec.ports[${index}]`, portKey(ports[index])),
    ),
  ];
}

function repeated(ports: readonly ServicePort[], keyOf: (port: ServicePort) => string | undefined): number[] {
  const seen = new Set<string>();
  return ports.flatMap((port, index) => {
    const key = keyOf(port);
    if (key === undefined) return [];
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated ? [index] : [];
  });
}

/** The server shows the internal struct that it uses as a key, empty but for these two. */
const portKey = (port: ServicePort | undefined): object => ({
  Name: "",
  Protocol: port?.protocol,
  AppProtocol: null,
  Port: port?.port,
  TargetPort: 0,
  NodePort: 0,
});
