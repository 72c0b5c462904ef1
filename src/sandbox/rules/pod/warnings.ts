import type { ContainerPort, EnvVar, PodTemplate } from "../../../model/kinds.ts";
import { checkLabel1123 } from "../content.ts";
import type { PodSpec } from "./types.ts";

/** GetWarningsForPod, at `field` (`spec`, `spec.template.spec`): what the server takes, but nobody can have meant. */
export function warnAboutPodSpec(field: string, spec: PodSpec): string[] {
  const containers = (["initContainers", "containers"] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({ path: `${field}.${list}[${index}]`, container })),
  );
  const grace = spec.terminationGracePeriodSeconds ?? 0;
  return [
    ...warnAboutPullSecrets(`${field}.imagePullSecrets`, spec.imagePullSecrets),
    ...containers.flatMap(({ path, container }) => warnAboutEnv(`${path}.env`, container.env)),
    ...warnAboutPorts(
      containers.flatMap(({ path, container }) =>
        (container.ports ?? []).map((port, index) => ({ field: `${path}.ports[${index}]`, port })),
      ),
    ),
    ...(grace < 0
      ? [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
  ];
}

/** The same for the template of a workload. */
export const warnAboutTemplate = (field: string, template: PodTemplate | undefined): string[] =>
  warnAboutPodSpec(`${field}.spec`, template?.spec ?? {});

/** A workload's name begins its Pods' names and hostnames. */
export function warnAboutName(name: string | undefined, use: string): string[] {
  const messages = checkLabel1123(name ?? "");
  if (messages.length === 0) return [];
  const advice = "which can result in surprising behavior; a DNS label is recommended";
  return [`metadata.name: this is used in ${use}, ${advice}: [${messages.join(" ")}]`];
}

function warnAboutPullSecrets(field: string, secrets: PodSpec["imagePullSecrets"] = []): string[] {
  return [
    ...secrets.flatMap(({ name }, index) =>
      secrets.findIndex((secret) => secret.name === name) < index
        ? [`${field}[${index}].name: duplicate name "${name}"`]
        : [],
    ),
    ...secrets.flatMap(({ name }, index) => (name ? [] : [`${field}[${index}].name: invalid empty name ""`])),
  ];
}

/** A variable may be built on one of the same name, but not hide it. */
function warnAboutEnv(field: string, vars: readonly EnvVar[] = []): string[] {
  return vars.flatMap(({ name, value = "", valueFrom }, index) => {
    const reference = `$(${name})`;
    const repeated = vars.findIndex((variable) => variable.name === name) < index;
    const builtOn = !valueFrom && value !== reference && value.includes(reference);
    if (!repeated || builtOn) return [];
    return [`${field}[${index}]: hides previous definition of "${name}", which may be dropped when using apply`];
  });
}

interface PortPlace {
  field: string;
  port: ContainerPort;
}

function warnAboutPorts(places: readonly PortPlace[]): string[] {
  return places.flatMap((place, index) =>
    places
      .slice(0, index)
      .filter(({ port }) => port.containerPort === place.port.containerPort && port.protocol === place.port.protocol)
      .flatMap((other) => warnAboutSamePort(place, other)),
  );
}

function warnAboutSamePort({ field, port }: PortPlace, other: PortPlace): string[] {
  const [hosts, ports] = [
    [port.hostIP ?? "", other.port.hostIP ?? ""],
    [port.hostPort ?? 0, other.port.hostPort ?? 0],
  ];
  if (ports[0] === ports[1]) {
    if (hosts[0] === hosts[1]) return [`${field}: duplicate port definition with ${other.field}`];
    if (ports[0] === 0) return [`${field}: overlapping port definition with ${other.field}`];
    return hosts.includes("") ? [`${field}: dangerously ambiguous port definition with ${other.field}`] : [];
  }
  return ports.includes(0) ? [`${field}: overlapping port definition with ${other.field}`] : [];
}
