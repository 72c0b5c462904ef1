import type { HTTPIngressPath, Ingress, IngressBackend, IngressRule } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import {
  checkLabel1123,
  checkPathSegment,
  checkPortName,
  checkPortNumber,
  checkSubdomain1123,
  checkWildcardSubdomain,
} from "../content.ts";
import { invalid, invalidEach, notSupported, required } from "../field-error.ts";
import { checkIp, parseIp } from "../ip-address.ts";
import { defineRules, protectStatus } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";

const classAnnotation = "kubernetes.io/ingress.class";

export function createIngressStrategy(): Strategy {
  return defineRules<Ingress>({
    name: subdomainName,
    generationParts: ["spec"],
    repeatsMetadata: true,
    ...protectStatus<Ingress>(() => ({ loadBalancer: {} })),
    validate: (ingress, previous) => [...validateSpec(ingress), ...(previous ? [] : validateClass(ingress))],
    validateStatusUpdate: ({ status }, previous) => {
      const kept = (previous.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []));
      return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }, index) => {
        const field = `status.loadBalancer.ingress[${index}]`;
        return [...(ip ? checkIp(`${field}.ip`, ip, kept) : []), ...validateHost(`${field}.hostname`, hostname)];
      });
    },
    warnings: ({ metadata }, previous) =>
      !previous && metadata?.annotations?.[classAnnotation] !== undefined
        ? [`annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`]
        : [],
  });
}

function validateClass({ metadata, spec }: Ingress): Cause[] {
  const named = metadata?.annotations?.[classAnnotation];
  if (named === undefined || spec?.ingressClassName === undefined || named === spec.ingressClassName) return [];
  const detail = "must match `ingressClassName` when both are specified";
  return [invalid(`annotations.${classAnnotation}`, named, detail)];
}

function validateSpec({ spec = {} }: Ingress): Cause[] {
  const { rules = [], defaultBackend, tls = [], ingressClassName } = spec;
  const empty = rules.length === 0 && !defaultBackend;
  return [
    ...(empty ? [invalid("spec", spec.rules, "either `defaultBackend` or `rules` must be specified")] : []),
    ...(defaultBackend ? validateBackend("spec.defaultBackend", defaultBackend) : []),
    ...rules.flatMap((rule, index) => validateRule(`spec.rules[${index}]`, rule)),
    ...tls.flatMap(({ hosts = [], secretName }, index) => [
      ...hosts.flatMap((host, number) => validateName(`spec.tls[${index}].hosts[${number}]`, host)),
      ...(secretName ? invalidEach(`spec.tls[${index}].secretName`, secretName, subdomainName(secretName)) : []),
    ]),
    ...(ingressClassName === undefined
      ? []
      : invalidEach("spec.ingressClassName", ingressClassName, subdomainName(ingressClassName))),
  ];
}

const validateName = (field: string, host: string): Cause[] =>
  invalidEach(field, host, host.includes("*") ? checkWildcardSubdomain(host) : checkSubdomain1123(host));

function validateHost(field: string, host: string | undefined): Cause[] {
  if (!host) return [];
  return [
    ...(parseIp(host) ? [invalid(field, host, "must be a DNS name, not an IP address")] : []),
    ...validateName(field, host),
  ];
}

function validateRule(field: string, { host, http }: IngressRule): Cause[] {
  const paths = http?.paths ?? [];
  return [
    ...validateHost(`${field}.host`, host),
    ...(http && paths.length === 0 ? [required(`${field}.http.paths`)] : []),
    ...paths.flatMap((path, index) => validatePath(`${field}.http.paths[${index}]`, path)),
  ];
}

const pathTypes = ["Exact", "ImplementationSpecific", "Prefix"];
const forbiddenParts = ["//", "/./", "/../", "%2f", "%2F"];
const forbiddenEnds = ["/..", "/."];

function validatePath(field: string, { path = "", pathType, backend }: HTTPIngressPath): Cause[] {
  if (pathType === undefined) return [required(`${field}.pathType`, "pathType must be specified")];
  return [...validatePathText(field, path, pathType), ...validateBackend(`${field}.backend`, backend)];
}

function validatePathText(field: string, path: string, pathType: string): Cause[] {
  if (!pathTypes.includes(pathType)) return [notSupported(`${field}.pathType`, pathType, pathTypes)];
  const free = pathType === "ImplementationSpecific";
  const relative = !path.startsWith("/") && !(free && path === "");
  const parts = free ? [] : forbiddenParts.filter((part) => path.includes(part));
  const ends = free ? [] : forbiddenEnds.filter((end) => path.endsWith(end));
  return invalidEach(`${field}.path`, path, [
    ...(relative ? ["must be an absolute path"] : []),
    ...parts.map((part) => `must not contain '${part}'`),
    ...ends.map((end) => `cannot end with '${end}'`),
  ]);
}

function validateBackend(field: string, backend: IngressBackend | undefined): Cause[] {
  const { resource, service } = backend ?? {};
  if (resource && service) return [invalid(field, "", "cannot set both resource and service backends")];
  if (resource) return validateResource(`${field}.resource`, resource);
  return service ? validateService(field, service) : [invalid(field, "", "resource or service backend is required")];
}

function validateResource(field: string, { apiGroup, kind, name }: NonNullable<IngressBackend["resource"]>): Cause[] {
  const segment = (key: string, value: string): Cause[] =>
    value ? invalidEach(`${field}.${key}`, value, checkPathSegment(value)) : [required(`${field}.${key}`)];
  return [
    ...(apiGroup === undefined ? [] : invalidEach(`${field}.apiGroup`, apiGroup, checkSubdomain1123(apiGroup))),
    ...segment("kind", kind),
    ...segment("name", name),
  ];
}

function validateService(field: string, { name, port = {} }: NonNullable<IngressBackend["service"]>): Cause[] {
  const path = `${field}.service`;
  return [
    ...(name ? invalidEach(`${path}.name`, name, checkLabel1123(name)) : [required(`${path}.name`)]),
    ...validateServicePort(field, port),
  ];
}

function validateServicePort(field: string, { name, number }: { name?: string; number?: number }): Cause[] {
  if (name && number) return [invalid(field, "", "cannot set both port name & port number")];
  if (name) return invalidEach(`${field}.service.port.name`, name, checkPortName(name));
  if (number) return invalidEach(`${field}.service.port.number`, number, checkPortNumber(number));
  return [required(field, "port name or number is required")];
}
