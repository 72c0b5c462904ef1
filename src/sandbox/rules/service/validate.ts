import type { ServiceSpec } from "../../../model/kinds.ts";
import type { Service } from "../../../model/snapshot.ts";
import type { Cause } from "../../types.ts";
import { checkSubdomain1123 } from "../content.ts";
import { forbidden, invalid, invalidEach, oneOf, required } from "../field-error.ts";
import { checkIp, checkNotSpecial } from "../ip-address.ts";
import { validateLabels } from "../metadata.ts";
import { validateAddresses, validateAddressesUpdate } from "./addresses.ts";
import { isHeadless, needsHealthCheckPort, portsOf } from "./facts.ts";
import { validatePorts, validatePortsTogether } from "./ports.ts";
import {
  validateAffinity,
  validateClass,
  validateNodePortAllocation,
  validateSourceRanges,
  validateTraffic,
} from "./traffic.ts";

const types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const oldTopology = "service.kubernetes.io/topology-aware-hints";
const topologyMode = "service.kubernetes.io/topology-mode";

/** ValidateService of 1.36, without the metadata: its checks in its order. */
export function validateService(service: Service, previous?: Service): Cause[] {
  const spec = service.spec ?? {};
  return [
    ...validateTopologyAnnotations(service.metadata?.annotations ?? {}),
    ...validatePortsPresent(spec),
    ...validateForType(spec),
    ...validatePorts(spec),
    ...validateLabels("spec.selector", spec.selector),
    ...validateAffinity(spec),
    ...validateAddresses(spec, previous?.spec?.clusterIPs),
    ...validateExternalIps(spec, previous?.spec?.externalIPs),
    ...oneOf("spec.type", spec.type, types),
    ...validatePortsTogether(spec),
    ...validateSourceRanges(service, spec, previous),
    ...validateNodePortAllocation(spec),
    ...validateClass(spec),
    ...validateTraffic(spec),
  ];
}

function validateTopologyAnnotations(annotations: Record<string, string>): Cause[] {
  const [mode, old] = [annotations[topologyMode], annotations[oldTopology]];
  if (mode === undefined || old === undefined || mode === old) return [];
  return [
    invalid(
      `metadata.annotations[${topologyMode}]`,
      mode,
      `must match annotations[${oldTopology}] when both are specified`,
    ),
  ];
}

function validatePortsPresent(spec: ServiceSpec): Cause[] {
  const optional = isHeadless(spec) || spec.type === "ExternalName";
  return portsOf(spec).length > 0 || optional ? [] : [required("spec.ports")];
}

function validateForType(spec: ServiceSpec): Cause[] {
  if (spec.type === "ExternalName") return validateExternalName(spec);
  const reachable = spec.type === "LoadBalancer" || spec.type === "NodePort";
  if (!reachable || !isHeadless(spec)) return [];
  return [invalid("spec.clusterIPs[0]", "None", `may not be set to 'None' for ${spec.type} services`)];
}

function validateExternalName(spec: ServiceSpec): Cause[] {
  const detail = "may not be set for ExternalName services";
  const field = "spec.externalName";
  // A final dot marks the name as fully qualified.
  const name = (spec.externalName ?? "").replace(/\.$/, "");
  return [
    ...((spec.clusterIPs ?? []).length > 0 ? [forbidden("spec.clusterIPs", detail)] : []),
    ...((spec.ipFamilies ?? []).length > 0 ? [forbidden("spec.ipFamilies", detail)] : []),
    ...(spec.ipFamilyPolicy === undefined ? [] : [forbidden("spec.ipFamilyPolicy", detail)]),
    ...(name === "" ? [required(field)] : invalidEach(field, name, checkSubdomain1123(name))),
  ];
}

const validateExternalIps = ({ externalIPs = [] }: ServiceSpec, kept?: readonly string[]): Cause[] =>
  externalIPs.flatMap((address, index) => {
    const field = `spec.externalIPs[${index}]`;
    const malformed = checkIp(field, address, kept);
    return malformed.length > 0 ? malformed : checkNotSpecial(field, address);
  });

/** What ValidateServiceUpdate asks before it validates the new Service as such. */
export function validateServiceUpdate(service: Service, previous: Service): Cause[] {
  const [spec, before] = [service.spec ?? {}, previous.spec ?? {}];
  const moved =
    needsHealthCheckPort(spec) &&
    needsHealthCheckPort(before) &&
    (spec.healthCheckNodePort ?? 0) !== (before.healthCheckNodePort ?? 0);
  return [
    ...validateAddressesUpdate(spec, before),
    ...validateClass(spec, before),
    ...(moved ? [forbidden("spec.healthCheckNodePort", "field is immutable")] : []),
  ];
}
