import { normalAddress } from "./dataplane/ip.ts";
import { podAnswer } from "./dns-pods.ts";
import { absolute, type DnsRecord, reverseName } from "./dns-records.ts";

/**
 * What a DNS server says of a name: its records; that it exists, but has none; that it does not exist; or that another
 * server must be asked, because the name is outside the cluster's zone. `by` names who answers so where the
 * specification does not ask for it; `noNamespace` the namespace that a name of a Pod lacks.
 */
export type Answer =
  | { kind: "records"; records: DnsRecord[]; by?: "CoreDNS" }
  | { kind: "no-data" }
  | { kind: "no-such-name"; noNamespace?: string }
  | { kind: "upstream" };

/** One question that a resolver asks. */
export interface Attempt {
  /** The absolute name. */
  name: string;
  /** Where it comes from: as typed, or with a domain of the search path. */
  search: string | undefined;
  answer: Answer;
}

/** ndots of Pods with dnsPolicy ClusterFirst: a name with fewer dots is tried along the search path first. */
export const NDOTS = 5;

/** The search path of a Pod, without what the node adds to it. */
export function searchPath(namespace: string, zone: string): string[] {
  return [`${namespace}.svc.${zone}`, `svc.${zone}`, zone].map(absolute);
}

/** A server that knows these records and nothing else of its zone. */
export interface NameServer {
  ask(name: string): Answer;
}

/**
 * Serves records: those of the cluster's zone, and reverse names. Names of Pods are answered as CoreDNS does it, in the
 * namespaces that there are.
 */
export function nameServer(
  records: readonly DnsRecord[],
  zone: string,
  hasNamespace: (name: string) => boolean = () => true,
): NameServer {
  const byName = new Map<string, DnsRecord[]>();
  const parents = new Set<string>([absolute(zone)]);
  for (const record of records) {
    const list = byName.get(record.name);
    if (list) list.push(record);
    else byName.set(record.name, [record]);
    for (let name = record.name; name.includes("."); name = name.slice(name.indexOf(".") + 1)) parents.add(name);
  }
  return {
    ask(name) {
      const found = byName.get(name);
      if (found) return { kind: "records", records: found };
      if (name !== absolute(zone) && !name.endsWith(`.${absolute(zone)}`)) return { kind: "upstream" };
      return podAnswer(name, zone, hasNamespace) ?? { kind: parents.has(name) ? "no-data" : "no-such-name" };
    },
  };
}

/**
 * The questions that a Pod's resolver asks for a name, in order, up to the first one with records (resolv.conf(5) with
 * the search path and ndots:5 of dnsPolicy ClusterFirst). What other servers would answer is not known: asking goes on.
 * Of an address it is the one question for its name.
 */
export function lookUp(typed: string, namespace: string, zone: string, server: NameServer): Attempt[] {
  const attempts: Attempt[] = [];
  for (const { name, search } of candidates(typed, namespace, zone)) {
    const answer = server.ask(name);
    attempts.push({ name, search, answer });
    if (answer.kind === "records") break;
  }
  return attempts;
}

/** All the names that a resolver may come to ask for, in order. */
export function askedNames(typed: string, namespace: string, zone: string): string[] {
  return candidates(typed, namespace, zone).map(({ name }) => name);
}

function candidates(typed: string, namespace: string, zone: string): Pick<Attempt, "name" | "search">[] {
  const address = normalAddress(typed);
  if (address !== undefined) return [{ name: reverseName(address), search: undefined }];
  const asTyped = { name: absolute(typed), search: undefined };
  if (typed.endsWith(".")) return [asTyped];
  const searched = searchPath(namespace, zone).map((search) => ({ name: absolute(`${typed}.${search}`), search }));
  const dots = typed.split(".").length - 1;
  return dots >= NDOTS ? [asTyped, ...searched] : [...searched, asTyped];
}

/** A way to type a Service's name, and how many questions lead to its records: undefined when none does. */
export interface TypedName {
  typed: string;
  fromOwnNamespace: number | undefined;
  fromOthers: number | undefined;
}

/** What a Pod may type for a Service, the shortest first, in its own namespace and in any other. */
export function typedNames(
  service: { name: string; namespace: string },
  zone: string,
  server: NameServer,
): TypedName[] {
  const { name, namespace } = service;
  const domain = absolute(`${name}.${namespace}.svc.${zone}`);
  const forms = [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, domain.slice(0, -1), domain];
  const questions = (typed: string, from: string): number | undefined => {
    const attempts = lookUp(typed, from, zone, server);
    const last = attempts.at(-1);
    return last?.answer.kind === "records" && last.name === domain ? attempts.length : undefined;
  };
  // no namespace can have this name
  const elsewhere = "-";
  return forms.map((typed) => ({
    typed,
    fromOwnNamespace: questions(typed, namespace),
    fromOthers: questions(typed, elsewhere),
  }));
}
