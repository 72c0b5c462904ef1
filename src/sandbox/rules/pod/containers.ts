import type { Container, ContainerPort } from "../../../model/kinds.ts";
import type { Cause } from "../../types.ts";
import { checkLabel1123, checkPortName, checkPortNumber } from "../content.ts";
import { duplicate, forbidden, invalid, invalidEach, notFound, oneOf, required } from "../field-error.ts";
import { protocols } from "../port.ts";
import { validateEnv, validateEnvFrom } from "./env.ts";
import { validateHandlers } from "./handlers.ts";
import { validateResources } from "./resources.ts";
import type { PodSpec } from "./types.ts";

const pullPolicies = ["Always", "IfNotPresent", "Never"];
const messagePolicies = ["File", "FallbackToLogsOnError"];
const restartPolicies = ["Always", "Never", "OnFailure"];

/** All containers of a Pod, at `field`.containers and `field`.initContainers. */
export function validateContainers(field: string, spec: PodSpec): Cause[] {
  const containers = spec.containers ?? [];
  const grace = spec.terminationGracePeriodSeconds ?? 0;
  const list = `${field}.containers`;
  if (containers.length === 0) return [required(list), ...validateInitContainers(field, spec, grace)];
  return [
    ...containers.flatMap((container, index) => [
      ...validateContainer(`${list}[${index}]`, container, spec),
      ...refuseSameName(`${list}[${index}].name`, container, containers.slice(0, index)),
      ...validateHandlers(`${list}[${index}]`, container, grace),
      ...(container.restartPolicy === undefined
        ? []
        : oneOf(`${list}[${index}].restartPolicy`, container.restartPolicy, restartPolicies)),
    ]),
    ...refuseSameHostPorts(containers.map((container, index) => ({ container, field: `${list}[${index}]` }))),
    ...validateInitContainers(field, spec, grace),
  ];
}

const onlyRunning = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] as const;

function validateInitContainers(field: string, spec: PodSpec, grace: number): Cause[] {
  const inits = spec.initContainers ?? [];
  return inits.flatMap((container, index) => {
    const path = `${field}.initContainers[${index}]`;
    const others = [...(spec.containers ?? []), ...inits.slice(0, index)];
    const detail = "may not be set for init containers without restartPolicy=Always";
    return [
      ...validateContainer(path, container, spec),
      ...(container.restartPolicy === undefined
        ? []
        : oneOf(`${path}.restartPolicy`, container.restartPolicy, restartPolicies)),
      ...refuseSameName(`${path}.name`, container, others),
      ...refuseSameHostPorts([{ container, field: path }]),
      ...(container.restartPolicy === "Always"
        ? validateHandlers(path, container, grace)
        : onlyRunning.flatMap((name) => (container[name] === undefined ? [] : [forbidden(`${path}.${name}`, detail)]))),
    ];
  });
}

const refuseSameName = (field: string, { name }: Container, others: readonly Container[]): Cause[] =>
  name && others.some((other) => other.name === name) ? [duplicate(field, name)] : [];

/** What holds for every container (validateContainerCommon). */
function validateContainer(field: string, container: Container, spec: PodSpec): Cause[] {
  const { name, image, terminationMessagePolicy: policy } = container;
  return [
    ...(name ? invalidEach(`${field}.name`, name, checkLabel1123(name)) : [required(`${field}.name`)]),
    ...(image ? [] : [required(`${field}.image`)]),
    ...oneOf(`${field}.terminationMessagePolicy`, policy, messagePolicies),
    ...validatePorts(`${field}.ports`, container.ports ?? []),
    ...validateEnv(`${field}.env`, container.env),
    ...validateEnvFrom(`${field}.envFrom`, container.envFrom),
    ...validateMounts(`${field}.volumeMounts`, container, spec),
    ...oneOf(`${field}.imagePullPolicy`, container.imagePullPolicy, pullPolicies),
    ...validateResources(`${field}.resources`, container.resources),
  ];
}

function validatePorts(field: string, ports: readonly ContainerPort[]): Cause[] {
  return ports.flatMap(({ name, containerPort, hostPort, protocol }, index) => {
    const path = `${field}[${index}]`;
    return [
      ...validatePortName(`${path}.name`, name, ports.slice(0, index)),
      ...(containerPort
        ? invalidEach(`${path}.containerPort`, containerPort, checkPortNumber(containerPort))
        : [required(`${path}.containerPort`)]),
      ...(hostPort ? invalidEach(`${path}.hostPort`, hostPort, checkPortNumber(hostPort)) : []),
      ...oneOf(`${path}.protocol`, protocol, protocols),
    ];
  });
}

function validatePortName(field: string, name: string | undefined, before: readonly ContainerPort[]): Cause[] {
  if (!name) return [];
  const malformed = invalidEach(field, name, checkPortName(name));
  if (malformed.length > 0) return malformed;
  return before.some((port) => port.name === name) ? [duplicate(field, name)] : [];
}

function validateMounts(field: string, { volumeMounts = [] }: Container, { volumes = [] }: PodSpec): Cause[] {
  return volumeMounts.flatMap(({ name, mountPath }, index) => {
    const path = `${field}[${index}]`;
    const repeated = volumeMounts.findIndex((mount) => mount.mountPath === mountPath) < index;
    return [
      ...(name ? [] : [required(`${path}.name`)]),
      ...(volumes.some((volume) => volume.name === name) ? [] : [notFound(`${path}.name`, name ?? "")]),
      ...(mountPath ? [] : [required(`${path}.mountPath`)]),
      ...(repeated ? [invalid(`${path}.mountPath`, mountPath ?? "", "must be unique")] : []),
    ];
  });
}

/** Two containers of a Pod cannot both listen on one port of the node. */
function refuseSameHostPorts(places: readonly { container: Container; field: string }[]): Cause[] {
  const seen = new Set<string>();
  const causes: Cause[] = [];
  for (const { container, field } of places) {
    for (const [index, { protocol, hostIP = "", hostPort }] of (container.ports ?? []).entries()) {
      const key = `${protocol}/${hostIP}/${hostPort}`;
      if (hostPort && seen.has(key)) causes.push(duplicate(`${field}.ports[${index}].hostPort`, key));
      seen.add(key);
    }
  }
  return causes;
}

/** On the node's network a port is the node's: `hostPort` may say nothing else. In a Pod it must say it (`strict`). */
export function validateHostNetwork(field: string, spec: PodSpec, strict: boolean): Cause[] {
  if (!spec.hostNetwork) return [];
  return (spec.containers ?? []).flatMap(({ ports = [] }, index) =>
    ports.flatMap(({ hostPort = 0, containerPort }, portIndex) => {
      if (hostPort === containerPort || (!strict && hostPort === 0)) return [];
      const path = `${field}.containers[${index}].ports[${portIndex}].hostPort`;
      return [invalid(path, hostPort, "must match `containerPort` when `hostNetwork` is true")];
    }),
  );
}

/** What a Pod, but not a template, asks of its containers. */
export const validateImages = (field: string, containers: readonly Container[] = []): Cause[] =>
  containers.flatMap(({ image = "" }, index) =>
    image.trim() === image
      ? []
      : [invalid(`${field}[${index}].image`, image, "must not have leading or trailing whitespace")],
  );
