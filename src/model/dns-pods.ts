import { familyOf } from "./addresses.ts";
import { normalAddress } from "./dataplane/ip.ts";
import type { Answer } from "./dns-lookup.ts";
import { absolute } from "./dns-records.ts";

/** The most labels that may stand before NAMESPACE.pod.ZONE: CoreDNS overlooks all but the last of them. */
const MOST_LABELS = 3;

/** The labels before pod.ZONE; undefined for a name that is not below it. */
function labelsBelow(name: string, zone: string): string[] | undefined {
  const suffix = `.pod.${absolute(zone)}`;
  return name.endsWith(suffix) ? name.slice(0, -suffix.length).split(".") : undefined;
}

/** What the API server takes for a namespace's name. */
const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The namespace that a name below pod.ZONE is about; undefined for other names, and where no namespace can be meant. */
export function podNamespace(name: string, zone: string): string | undefined {
  const namespace = labelsBelow(name, zone)?.at(-1) ?? "";
  return NAMESPACE.test(namespace) ? namespace : undefined;
}

/**
 * What CoreDNS answers for a name below pod.ZONE with `pods insecure`, which kubeadm sets: the address that the name
 * spells with dashes, whether a Pod has it or not, in every namespace that exists. The Kubernetes DNS specification
 * asks for no such records. Undefined for other names.
 */
export function podAnswer(name: string, zone: string, hasNamespace: (name: string) => boolean): Answer | undefined {
  if (name === `pod.${absolute(zone)}`) return { kind: "no-data" };
  const labels = labelsBelow(name, zone);
  if (labels === undefined) return undefined;
  const before = labels.length - 1;
  const namespace = podNamespace(name, zone);
  if (before > MOST_LABELS || namespace === undefined) return { kind: "no-such-name" };
  if (!hasNamespace(namespace)) return { kind: "no-such-name", noNamespace: namespace };
  if (before === 0) return { kind: "no-data" };
  const address = spelledAddress(labels.at(-2) ?? "");
  if (address === undefined) return { kind: "no-such-name" };
  const type = familyOf(address) === "IPv4" ? "A" : "AAAA";
  return { kind: "records", records: [{ name, type, data: address }], by: "CoreDNS" };
}

/** Three single dashes make an IPv4 address, without leading zeros; all others an IPv6 one. */
function spelledAddress(label: string): string | undefined {
  const isIpv4 = label.split("-").length === 4 && !label.includes("--");
  const text = label.replaceAll("-", isIpv4 ? "." : ":");
  const address = normalAddress(text);
  return isIpv4 && address !== text ? undefined : address;
}
