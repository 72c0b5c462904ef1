import type { EndpointAddress, EndpointPort, Endpoints } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { checkLabel1123, checkPortNumber, checkQualifiedName } from "../content.ts";
import { invalidEach, oneOf, required } from "../field-error.ts";
import { checkIp, checkNotSpecial, warnAboutIp } from "../ip-address.ts";
import { defineRules } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { protocols } from "../port.ts";

export function createEndpointsStrategy(): Strategy {
  return defineRules<Endpoints>({
    name: subdomainName,
    setDefaults({ subsets = [] }) {
      for (const port of subsets.flatMap(({ ports = [] }) => ports)) port.protocol ||= "TCP";
    },
    validate,
    warnings: (endpoints) =>
      addressesOf(endpoints).flatMap(({ field, address }) => warnAboutIp(`${field}.ip`, address.ip)),
  });
}

function addressesOf({ subsets = [] }: Endpoints): { field: string; address: EndpointAddress }[] {
  return subsets.flatMap((subset, index) =>
    (["addresses", "notReadyAddresses"] as const).flatMap((list) =>
      (subset[list] ?? []).map((address, number) => ({ field: `subsets[${index}].${list}[${number}]`, address })),
    ),
  );
}

/** `previous` has the addresses that stay valid whatever they are. */
function validate({ subsets = [] }: Endpoints, previous?: Endpoints): Cause[] {
  const kept = previous ? addressesOf(previous).map(({ address }) => address.ip) : [];
  return subsets.flatMap((subset, index) => {
    const field = `subsets[${index}]`;
    const own = addressesOf({ subsets: [subset] });
    const ports = subset.ports ?? [];
    return [
      ...(own.length > 0 ? [] : [required(field, "must specify `addresses` or `notReadyAddresses`")]),
      ...own.flatMap((entry) => validateAddress(entry.field.replace("subsets[0]", field), entry.address, kept)),
      ...ports.flatMap((port, number) => validatePort(`${field}.ports[${number}]`, port, ports.length > 1)),
    ];
  });
}

function validateAddress(
  field: string,
  { ip = "", hostname, nodeName }: EndpointAddress,
  kept: readonly string[],
): Cause[] {
  const malformed = checkIp(`${field}.ip`, ip, kept);
  return [
    ...malformed,
    ...(hostname ? invalidEach(`${field}.hostname`, hostname, checkLabel1123(hostname)) : []),
    ...(nodeName === undefined ? [] : invalidEach(`${field}.nodeName`, nodeName, subdomainName(nodeName))),
    ...(malformed.length > 0 ? [] : checkNotSpecial(`${field}.ip`, ip)),
  ];
}

function validatePort(field: string, { name, port, protocol, appProtocol }: EndpointPort, named: boolean): Cause[] {
  return [
    ...(named && !name ? [required(`${field}.name`)] : []),
    ...(name ? invalidEach(`${field}.name`, name, checkLabel1123(name)) : []),
    ...invalidEach(`${field}.port`, port ?? 0, checkPortNumber(port ?? 0)),
    ...oneOf(`${field}.protocol`, protocol, protocols),
    ...(appProtocol === undefined
      ? []
      : invalidEach(`${field}.appProtocol`, appProtocol, checkQualifiedName(appProtocol))),
  ];
}
