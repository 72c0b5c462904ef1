import type { Taint } from "../../../model/kinds.ts";
import type { Node } from "../../../model/snapshot.ts";
import type { Cause, Strategy } from "../../types.ts";
import { checkCidr } from "../cidr.ts";
import { checkLabelValue, checkQualifiedName } from "../content.ts";
import { duplicate, forbidden, invalid, invalidEach, oneOf } from "../field-error.ts";
import { sameValue } from "../immutable.ts";
import { defineRules } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";

const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** What a kubelet says of its machine; the API shows all of it, empty until it has spoken. */
const unknownMachine = {
  machineID: "",
  systemUUID: "",
  bootID: "",
  kernelVersion: "",
  osImage: "",
  containerRuntimeVersion: "",
  kubeletVersion: "",
  kubeProxyVersion: "",
  operatingSystem: "",
  architecture: "",
};

export function createNodeStrategy(): Strategy {
  return defineRules<Node>({
    name: subdomainName,
    namespaced: false,
    setDefaults(node) {
      node.spec ??= {};
      const status = (node.status ??= {});
      if (status.capacity) status.allocatable ??= { ...status.capacity };
      status.daemonEndpoints ??= { kubeletEndpoint: { Port: 0 } };
      status.nodeInfo = { ...unknownMachine, ...status.nodeInfo };
    },
    validate: ({ spec = {} }) => [
      ...validateTaints(spec.taints ?? []),
      ...(spec.podCIDRs ?? []).flatMap((cidr, index) => checkCidr(`spec.podCIDRs[${index}]`, cidr)),
    ],
    validateUpdate: ({ spec = {} }, { spec: before = {} }) => [
      ...validateFixed(spec, before),
      ...validateTaints(spec.taints ?? []),
    ],
  });
}

/** The path is the API server's own: it says metadata where it means spec. */
function validateTaints(taints: readonly Taint[]): Cause[] {
  const keys = taints.map(({ key, effect }) => `${key} ${effect}`);
  return taints.flatMap(({ key, value, effect }, index) => {
    const field = `metadata.taints[${index}]`;
    const messages = checkLabelValue(value ?? "");
    const shown = { Key: key, Value: value ?? "", Effect: effect, TimeAdded: null };
    const repeated = keys.indexOf(`${key} ${effect}`) < index;
    return [
      ...invalidEach(`${field}.key`, key, checkQualifiedName(key)),
      ...(messages.length > 0 ? [invalid(`${field}.value`, value, messages.join(";"))] : []),
      ...oneOf(`${field}.effect`, effect, effects),
      ...(repeated ? [duplicate(field, shown, "taints must be unique by key and effect pair")] : []),
    ];
  });
}

type Spec = NonNullable<Node["spec"]>;

function validateFixed(spec: Spec, before: Spec): Cause[] {
  const cidrs = 'node updates may not change podCIDR except from "" to valid';
  const provider = 'node updates may not change providerID except from "" to valid';
  return [
    ...((before.podCIDRs ?? []).length > 0 && !sameValue(spec.podCIDRs, before.podCIDRs)
      ? [forbidden("spec.podCIDRs", cidrs)]
      : []),
    ...(before.providerID && before.providerID !== spec.providerID ? [forbidden("spec.providerID", provider)] : []),
  ];
}
