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

/**
 * Orders names and addresses with the numbers in them as numbers: 10.0.0.9 stands before 10.0.0.10, web-9 before web-10;
 * equal numbers, by their leading zeros. By hand, for the first use of a collator takes longer than to show a Service.
 */
export function compareAddresses(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (!isDigit(a, at) && !isDigit(b, at)) return codeAt(a, at) - codeAt(b, at);
  // the number in which they differ may have begun before
  while (isDigit(a, at - 1)) at--;
  const [left, right] = [digitsAt(a, at), digitsAt(b, at)];
  if (left === "" || right === "") return codeAt(a, at) - codeAt(b, at);
  return compareNumbers(left, right) || left.length - right.length;
}

const codeAt = (text: string, at: number): number => (at < text.length ? text.charCodeAt(at) : -1);

const isDigit = (text: string, at: number): boolean => codeAt(text, at) >= 0x30 && codeAt(text, at) <= 0x39;

function digitsAt(text: string, from: number): string {
  let to = from;
  while (isDigit(text, to)) to++;
  return text.slice(from, to);
}

/** Compares numbers of any length, written in digits. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}
