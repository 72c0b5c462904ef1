import type { Endpoint, SlicePort } from "../../../model/kinds.ts";
import type { EndpointSlice } from "../../../model/snapshot.ts";
import type { Cause, Strategy } from "../../types.ts";
import { checkLabel1123, checkPortNumber, checkQualifiedName, checkSubdomain1123 } from "../content.ts";
import { duplicate, invalid, invalidEach, oneOf, required, tooMany } from "../field-error.ts";
import { immutable } from "../immutable.ts";
import { checkIp, checkNotSpecial, familyOf, warnAboutIp } from "../ip-address.ts";
import { defineRules } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { protocols } from "../port.ts";

const addressTypes = ["FQDN", "IPv4", "IPv6"];
const most = { endpoints: 1000, addresses: 100, ports: 20_000, zones: 8 };

export function createEndpointSliceStrategy(): Strategy {
  return defineRules<EndpointSlice>({
    name: subdomainName,
    generationParts: ["addressType", "endpoints", "ports"],
    repeatsMetadata: true,
    setDefaults(slice) {
      for (const port of slice.ports ?? []) {
        port.name ??= "";
        port.protocol ??= "TCP";
      }
    },
    prepareForCreate: dropTopology,
    prepareForUpdate: dropTopology,
    validate,
    validateUpdate: (slice, previous) => [
      ...validate(slice, previous),
      ...immutable("addressType", slice.addressType, previous.addressType),
    ],
    warnings: ({ addressType, endpoints }) => [
      ...(addressType === "FQDN" ? ["spec.addressType: FQDN endpoints are deprecated"] : []),
      ...(addressType === "FQDN" ? [] : (endpoints ?? [])).flatMap(({ addresses = [] }, index) =>
        addresses.flatMap((address, number) => warnAboutIp(`endpoints[${index}].addresses[${number}]`, address)),
      ),
    ],
  });
}

/** The v1 API does not write this field any more. */
function dropTopology({ endpoints }: EndpointSlice): void {
  for (const endpoint of endpoints ?? []) delete endpoint.deprecatedTopology;
}

function validate({ addressType, endpoints, ports }: EndpointSlice, previous?: EndpointSlice): Cause[] {
  const kept = (previous?.endpoints ?? []).flatMap(({ addresses = [] }) => addresses);
  return [
    ...oneOf("addressType", addressType, addressTypes),
    ...validateEndpoints(endpoints ?? [], addressType, kept),
    ...validatePorts(ports ?? []),
  ];
}

function validateEndpoints(endpoints: readonly Endpoint[], type: string, kept: readonly string[]): Cause[] {
  if (endpoints.length > most.endpoints) return [tooMany("endpoints", endpoints.length, most.endpoints)];
  return endpoints.flatMap((endpoint, index) => validateEndpoint(`endpoints[${index}]`, endpoint, type, kept));
}

function validateEndpoint(field: string, endpoint: Endpoint, type: string, kept: readonly string[]): Cause[] {
  const { addresses = [], nodeName, hostname, hints } = endpoint;
  const list = `${field}.addresses`;
  return [
    ...(addresses.length === 0 ? [required(list, "must contain at least 1 address")] : []),
    ...(addresses.length > most.addresses ? [tooMany(list, addresses.length, most.addresses)] : []),
    ...addresses.flatMap((address, index) => validateAddress(list, index, address, type, kept)),
    ...(nodeName === undefined ? [] : invalidEach(`${field}.nodeName`, nodeName, subdomainName(nodeName))),
    ...(hostname === undefined ? [] : invalidEach(`${field}.hostname`, hostname, checkLabel1123(hostname))),
    ...validateZones(`${field}.hints.forZones`, hints?.forZones ?? []),
  ];
}

function validateAddress(list: string, index: number, address: string, type: string, kept: readonly string[]): Cause[] {
  const field = `${list}[${index}]`;
  if (type === "FQDN") return validateDomain(field, address);
  if (type !== "IPv4" && type !== "IPv6") return [];
  const malformed = checkIp(field, address, kept);
  if (malformed.length > 0) return malformed;
  return [
    ...(familyOf(address) === type ? [] : [invalid(list, address, `must be an ${type} address`)]),
    ...checkNotSpecial(field, address),
  ];
}

/** IsFullyQualifiedDomainName: two labels at least, and perhaps a final dot. */
function validateDomain(field: string, address: string): Cause[] {
  if (address === "") return [required(field)];
  const name = address.replace(/\.$/, "");
  const messages = checkSubdomain1123(name);
  if (messages.length > 0) return [invalid(field, name, messages.join(","))];
  const detail = "should be a domain with at least two segments separated by dots";
  return name.includes(".") ? [] : [invalid(field, name, detail)];
}

function validateZones(field: string, zones: readonly { name: string }[]): Cause[] {
  if (zones.length > most.zones) return [tooMany(field, zones.length, most.zones)];
  return zones.flatMap(({ name }, index) => [
    ...(name ? [] : [required(`${field}[${index}].name`)]),
    ...(zones.findIndex((zone) => zone.name === name) < index ? [duplicate(`${field}[${index}].name`, name)] : []),
  ]);
}

function validatePorts(ports: readonly SlicePort[]): Cause[] {
  if (ports.length > most.ports) return [tooMany("ports", ports.length, most.ports)];
  const names = ports.map(({ name = "" }) => name);
  return ports.flatMap(({ name = "", port, protocol, appProtocol }, index) => {
    const field = `ports[${index}]`;
    return [
      ...(name ? invalidEach(`${field}.name`, name, checkLabel1123(name)) : []),
      ...(names.indexOf(name) < index ? [duplicate(`${field}.name`, name)] : []),
      ...oneOf(`${field}.protocol`, protocol, protocols),
      ...(port === undefined ? [] : invalidEach(`${field}.port`, port, checkPortNumber(port))),
      ...(appProtocol === undefined
        ? []
        : invalidEach(`${field}.appProtocol`, appProtocol, checkQualifiedName(appProtocol))),
    ];
  });
}
