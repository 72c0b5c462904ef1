import type { PodTemplate, Volume } from "../../../model/kinds.ts";
import type { Cause } from "../../types.ts";
import { checkLabel1123, checkQualifiedName, checkSubdomain1123 } from "../content.ts";
import { duplicate, forbidden, invalid, invalidEach, oneOf, required } from "../field-error.ts";
import { checkIp } from "../ip-address.ts";
import { validateAnnotations, validateLabels } from "../metadata.ts";
import { subdomainName } from "../names.ts";
import { validateContainers, validateHostNetwork } from "./containers.ts";
import { validateTolerations } from "./tolerations.ts";
import type { PodSpec } from "./types.ts";

const restartPolicies = ["Always", "OnFailure", "Never"];
const dnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
const longestDeadline = 2_147_483_647;

/** ValidatePodSpec, as far as this cluster runs what it describes. `strict`: it is a Pod's own, not a template's. */
export function validatePodSpec(field: string, spec: PodSpec, strict = false): Cause[] {
  const deadline = spec.activeDeadlineSeconds;
  return [
    ...validateVolumes(`${field}.volumes`, spec.volumes ?? []),
    ...validateContainers(field, spec),
    ...validateHostNetwork(field, spec, strict),
    ...oneOf(`${field}.restartPolicy`, spec.restartPolicy, restartPolicies),
    ...oneOf(`${field}.dnsPolicy`, spec.dnsPolicy, dnsPolicies),
    ...validateLabels(`${field}.nodeSelector`, spec.nodeSelector),
    ...validateDns(`${field}.dnsConfig`, spec),
    ...validateGates(field, spec),
    ...validateNames(field, spec),
    ...(deadline !== undefined && (deadline < 1 || deadline > longestDeadline)
      ? [invalid(`${field}.activeDeadlineSeconds`, deadline, `must be between 1 and ${longestDeadline}, inclusive`)]
      : []),
    ...validateTolerations(`${field}.tolerations`, spec.tolerations),
    ...validateHostAliases(`${field}.hostAliases`, spec.hostAliases),
  ];
}

function validateVolumes(field: string, volumes: readonly Volume[]): Cause[] {
  return volumes.flatMap((volume, index) => {
    const path = `${field}[${index}]`;
    const sources = Object.keys(volume).filter((key) => key !== "name");
    const taken = volumes.slice(0, index).some(({ name }) => name === volume.name);
    return [
      ...(volume.name
        ? invalidEach(`${path}.name`, volume.name, checkLabel1123(volume.name))
        : [required(`${path}.name`)]),
      ...(volume.name && taken ? [duplicate(`${path}.name`, volume.name)] : []),
      ...sources.slice(1).map((source) => forbidden(`${path}.${source}`, "may not specify more than 1 volume type")),
    ];
  });
}

/** The names of other things that a Pod mentions, each with the rule of its kind. */
function validateNames(field: string, spec: PodSpec): Cause[] {
  const named = [
    ["serviceAccountName", spec.serviceAccountName, subdomainName],
    ["nodeName", spec.nodeName, subdomainName],
    ["hostname", spec.hostname, checkLabel1123],
    ["subdomain", spec.subdomain, checkLabel1123],
    ["priorityClassName", spec.priorityClassName, subdomainName],
    ["runtimeClassName", spec.runtimeClassName, subdomainName],
  ] as const;
  return named.flatMap(([key, name, check]) => (name ? invalidEach(`${field}.${key}`, name, check(name)) : []));
}

function validateDns(field: string, { dnsPolicy, dnsConfig }: PodSpec): Cause[] {
  const nameservers = dnsConfig?.nameservers ?? [];
  if (dnsPolicy === "None" && !dnsConfig) {
    return [required(field, "must provide `dnsConfig` when `dnsPolicy` is None")];
  }
  if (dnsPolicy === "None" && nameservers.length === 0) {
    const detail = "must provide at least one DNS nameserver when `dnsPolicy` is None";
    return [required(`${field}.nameservers`, detail)];
  }
  const crowded = nameservers.length > 3;
  return [
    ...(crowded ? [invalid(`${field}.nameservers`, nameservers, "must not have more than 3 nameservers")] : []),
    ...nameservers.flatMap((server, index) => checkIp(`${field}.nameservers[${index}]`, server)),
    ...(dnsConfig?.options ?? []).flatMap(({ name }, index) =>
      name ? [] : [required(`${field}.options[${index}]`, "must not be empty")],
    ),
  ];
}

const validateGates = (field: string, { readinessGates = [], schedulingGates = [] }: PodSpec): Cause[] => [
  ...readinessGates.flatMap(({ conditionType }, index) =>
    invalidEach(`${field}.readinessGates[${index}].conditionType`, conditionType, checkQualifiedName(conditionType)),
  ),
  ...schedulingGates.flatMap(({ name }, index) => [
    ...invalidEach(`${field}.schedulingGates[${index}]`, name, checkQualifiedName(name)),
    ...(schedulingGates.slice(0, index).some((gate) => gate.name === name)
      ? [duplicate(`${field}.schedulingGates[${index}]`, name)]
      : []),
  ]),
];

const validateHostAliases = (field: string, aliases: PodSpec["hostAliases"] = []): Cause[] =>
  aliases.flatMap(({ ip, hostnames = [] }, index) => [
    ...checkIp(`${field}[${index}].ip`, ip),
    ...hostnames.flatMap((name, number) =>
      invalidEach(`${field}[${index}].hostnames[${number}]`, name, checkSubdomain1123(name)),
    ),
  ]);

/** ValidatePodTemplateSpec, at `field` (`spec.template`). */
export const validateTemplate = (field: string, { metadata, spec }: PodTemplate): Cause[] => [
  ...validateLabels(`${field}.labels`, metadata?.labels),
  ...validateAnnotations(`${field}.annotations`, metadata?.annotations),
  ...validatePodSpec(`${field}.spec`, spec ?? {}),
  ...((spec?.ephemeralContainers ?? []).length > 0
    ? [forbidden(`${field}.spec.ephemeralContainers`, "ephemeral containers not allowed in pod template")]
    : []),
];
