import type { EnvFromSource, EnvVar } from "../../../model/kinds.ts";
import type { Cause } from "../../types.ts";
import { checkConfigKey, checkEnvName, checkQualifiedName } from "../content.ts";
import { invalid, invalidEach, notSupported, required } from "../field-error.ts";
import { subdomainName } from "../names.ts";

type ValueFrom = NonNullable<EnvVar["valueFrom"]>;

const podFields = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];

const resourceFields = ["limits", "requests"].flatMap((kind) => [
  `${kind}.cpu`,
  `${kind}.ephemeral-storage`,
  `${kind}.memory`,
]);

export const validateEnv = (field: string, vars: readonly EnvVar[] = []): Cause[] =>
  vars.flatMap((variable, index) => {
    const path = `${field}[${index}]`;
    return [
      ...(variable.name
        ? invalidEach(`${path}.name`, variable.name, checkEnvName(variable.name))
        : [required(`${path}.name`)]),
      ...(variable.valueFrom ? validateValueFrom(`${path}.valueFrom`, variable.valueFrom, variable.value) : []),
    ];
  });

function validateValueFrom(field: string, source: ValueFrom, value: string | undefined): Cause[] {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  const count = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter(Boolean).length;
  return [
    ...(fieldRef ? validateFieldRef(`${field}.fieldRef`, fieldRef.fieldPath) : []),
    ...(resourceFieldRef ? validateResourceRef(`${field}.resourceFieldRef`, resourceFieldRef.resource) : []),
    ...(configMapKeyRef ? validateKeyRef(`${field}.configMapKeyRef`, configMapKeyRef) : []),
    ...(secretKeyRef ? validateKeyRef(`${field}.secretKeyRef`, secretKeyRef) : []),
    ...judgeCount(field, count, value),
  ];
}

function judgeCount(field: string, count: number, value: string | undefined): Cause[] {
  const sources = "`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`";
  if (count === 0) return [invalid(field, "", `must specify one of: ${sources}`)];
  if (value) return [invalid(field, "", "may not be specified when `value` is not empty")];
  return count > 1 ? [invalid(field, "", "may not have more than one field specified at a time")] : [];
}

function validateFieldRef(field: string, path: string | undefined): Cause[] {
  if (!path) return [required(`${field}.fieldPath`)];
  const [, map, key] = /^(.+)\['(.+)'\]$/.exec(path) ?? [];
  if (map === undefined || key === undefined) {
    return podFields.includes(path) ? [] : [notSupported(`${field}.fieldPath`, path, podFields)];
  }
  if (map === "metadata.annotations")
    return invalidEach(field, key.toLowerCase(), checkQualifiedName(key.toLowerCase()));
  if (map === "metadata.labels") return invalidEach(field, key, checkQualifiedName(key));
  return [invalid(field, map, "does not support subscript")];
}

function validateResourceRef(field: string, resource: string | undefined): Cause[] {
  if (!resource) return [required(`${field}.resource`)];
  const known = resourceFields.includes(resource) || /^(requests|limits)\.hugepages-/.test(resource);
  return known ? [] : [notSupported(`${field}.resource`, resource, resourceFields)];
}

const validateKeyRef = (field: string, { name = "", key }: { name?: string; key: string }): Cause[] => [
  ...invalidEach(`${field}.name`, name, subdomainName(name)),
  ...(key ? invalidEach(`${field}.key`, key, checkConfigKey(key)) : [required(`${field}.key`)]),
];

export const validateEnvFrom = (field: string, sources: readonly EnvFromSource[] = []): Cause[] =>
  sources.flatMap(({ prefix, configMapRef, secretRef }, index) => {
    const path = `${field}[${index}]`;
    const count = [configMapRef, secretRef].filter(Boolean).length;
    return [
      ...(prefix ? invalidEach(`${path}.prefix`, prefix, checkEnvName(prefix)) : []),
      ...(configMapRef ? validateRefName(`${path}.configMapRef.name`, configMapRef.name) : []),
      ...(secretRef ? validateRefName(`${path}.secretRef.name`, secretRef.name) : []),
      ...(count === 0 ? [invalid(field, "", "must specify one of: `configMapRef` or `secretRef`")] : []),
      ...(count > 1 ? [invalid(field, "", "may not have more than one field specified at a time")] : []),
    ];
  });

const validateRefName = (field: string, name: string | undefined): Cause[] =>
  name ? invalidEach(field, name, subdomainName(name, true)) : [required(field)];
