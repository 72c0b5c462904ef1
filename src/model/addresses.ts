import type { Pod, Service } from "./snapshot.ts";

export type IpFamily = "IPv4" | "IPv6";

/** The family of an IP address in its text form. */
export const familyOf = (address: string): IpFamily => (address.includes(":") ? "IPv6" : "IPv4");

/** Every address of a Pod; none before its sandbox runs. */
export function podAddresses(pod: Pod): string[] {
  const { podIP, podIPs } = pod.status ?? {};
  const listed: string[] = [];
  for (const { ip } of podIPs ?? []) if (ip) listed.push(ip);
  if (listed.length === 0 && podIP) listed.push(podIP);
  return listed;
}

/** The families that a Service speaks; undefined (all) in manifests that a server has not completed. */
export function serviceFamilies(service: Service): readonly string[] | undefined {
  const families = service.spec?.ipFamilies;
  return families && families.length > 0 ? families : undefined;
}

/** Orders names and addresses with the numbers in them as numbers: 10.0.0.9 stands before 10.0.0.10, web-9 before web-10. */
export function compareAddresses(a: string, b: string): number {
  return collator.compare(a, b);
}

const collator = new Intl.Collator("en", { numeric: true });
