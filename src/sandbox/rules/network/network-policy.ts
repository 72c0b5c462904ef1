import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { checkCidr, holdsNetwork, parseCidr } from "../cidr.ts";
import { checkPortNumber } from "../content.ts";
import { forbidden, invalid, invalidEach, notSupported, required } from "../field-error.ts";
import { defineRules } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { validatePortOrName } from "../port.ts";
import { validateSelector } from "../selector.ts";

const policyTypes = ["Ingress", "Egress"];

/** One rule of either direction, with its path. */
interface Rule {
  field: string;
  ports: NetworkPolicyPort[];
  /** `from` or `to`. */
  side: string;
  peers: NetworkPolicyPeer[];
}

/** On the wire: the client's types rename `from`, a reserved word elsewhere. */
interface IngressRule {
  ports?: NetworkPolicyPort[];
  from?: NetworkPolicyPeer[];
}

function rulesOf({ spec }: NetworkPolicy): Rule[] {
  return [
    ...((spec?.ingress ?? []) as IngressRule[]).map(({ ports = [], from: peers = [] }, index) => ({
      field: `spec.ingress[${index}]`,
      ports,
      side: "from",
      peers,
    })),
    ...(spec?.egress ?? []).map(({ ports = [], to: peers = [] }, index) => ({
      field: `spec.egress[${index}]`,
      ports,
      side: "to",
      peers,
    })),
  ];
}

export function createNetworkPolicyStrategy(): Strategy {
  return defineRules<NetworkPolicy>({ name: subdomainName, generationParts: ["spec"], setDefaults, validate });
}

function setDefaults(policy: NetworkPolicy): void {
  for (const port of rulesOf(policy).flatMap(({ ports }) => ports)) port.protocol ??= "TCP";
  if (!policy.spec || (policy.spec.policyTypes ?? []).length > 0) return;
  policy.spec.policyTypes = (policy.spec.egress ?? []).length > 0 ? policyTypes : ["Ingress"];
}

/** ValidateNetworkPolicySpec; networks that `previous` had stay valid whatever they are. */
function validate(policy: NetworkPolicy, previous?: NetworkPolicy): Cause[] {
  const types = policy.spec?.policyTypes ?? [];
  const kept = (previous ? rulesOf(previous) : [])
    .flatMap(({ peers }) => peers)
    .flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr, ...(ipBlock.except ?? [])] : []));
  return [
    ...validateSelector("spec.podSelector", policy.spec?.podSelector),
    ...rulesOf(policy).flatMap(({ field, ports, side, peers }) => [
      ...ports.flatMap((port, index) => validatePort(`${field}.ports[${index}]`, port)),
      ...peers.flatMap((peer, index) => validatePeer(`${field}.${side}[${index}]`, peer, kept)),
    ]),
    ...(types.length > policyTypes.length
      ? [invalid("spec.policyTypes", types, "may not specify more than two policyTypes")]
      : types.flatMap((type, index) =>
          policyTypes.includes(type) ? [] : [notSupported(`spec.policyTypes[${index}]`, type, policyTypes)],
        )),
  ];
}

function validatePort(field: string, { protocol, port, endPort }: NetworkPolicyPort): Cause[] {
  const supported = ["TCP", "UDP", "SCTP"];
  return [
    ...(protocol !== undefined && !supported.includes(protocol)
      ? [notSupported(`${field}.protocol`, protocol, supported)]
      : []),
    ...(typeof port === "number" ? validatePortOrName(`${field}.port`, port) : []),
    ...(endPort === undefined ? [] : validateEnd(`${field}.endPort`, endPort, port)),
    ...(typeof port === "string" ? validatePortOrName(`${field}.port`, port) : []),
  ];
}

function validateEnd(field: string, end: number, start: number | string | undefined): Cause[] {
  if (start === undefined) return [invalid(field, end, "may not be specified when `port` is not specified")];
  if (typeof start === "string") return [invalid(field, end, "may not be specified when `port` is non-numeric")];
  return [
    ...(end < start ? [invalid(field, end, "must be greater than or equal to `port`")] : []),
    ...invalidEach(field, end, checkPortNumber(end)),
  ];
}

function validatePeer(
  field: string,
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  kept: string[],
): Cause[] {
  const count = [podSelector, namespaceSelector, ipBlock].filter(Boolean).length;
  return [
    ...validateSelector(`${field}.podSelector`, podSelector),
    ...validateSelector(`${field}.namespaceSelector`, namespaceSelector),
    ...(ipBlock ? validateBlock(`${field}.ipBlock`, ipBlock, kept) : []),
    ...(count === 0 ? [required(field, "must specify a peer")] : []),
    ...(count > 1 && ipBlock ? [forbidden(field, "may not specify both ipBlock and another peer")] : []),
  ];
}

function validateBlock(
  field: string,
  { cidr, except = [] }: NonNullable<NetworkPolicyPeer["ipBlock"]>,
  kept: string[],
): Cause[] {
  if (!cidr) return [required(`${field}.cidr`)];
  const whole = parseCidr(cidr);
  return [
    ...checkCidr(`${field}.cidr`, cidr, kept),
    ...(whole ? except : []).flatMap((text, index) => {
      const path = `${field}.except[${index}]`;
      const part = parseCidr(text);
      const inside = part && whole && part.length > whole.length && holdsNetwork(whole, part);
      return [
        ...checkCidr(path, text, kept),
        ...(part && !inside ? [invalid(path, text, "must be a strict subset of `cidr`")] : []),
      ];
    }),
  ];
}
