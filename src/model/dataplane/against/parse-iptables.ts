import type { IptablesRule, IptablesTable } from "../iptables-rule.ts";

/** A rule's target and comment tell whom it serves: "shop/web:http -> 10.0.0.1:80". */
const SERVICE = /--comment "[^"]*?([a-z0-9][a-z0-9.-]*\/[a-z0-9][a-z0-9.-]*(?::[a-z0-9-]+)?)[ "]/;
const ENDPOINT = /--comment "\S+ -> (\S+)"|--to-destination (\S+)/;

/**
 * Reads what iptables-save, ip6tables-save or iptables -S printed; counters and comments are left out. Whom a rule
 * serves is read from its own comment, else from the other rules of its chain.
 *
 * @param only the table of a text that names none
 */
export function parseIptables(text: string, only: IptablesTable = "filter"): IptablesRule[] {
  const rules: IptablesRule[] = [];
  let table = only;
  for (const line of text.split("\n")) {
    const [, name] = /^\*(mangle|filter|nat)\b/.exec(line) ?? [];
    if (name) table = name as IptablesTable;
    const [, chain = "", spec = ""] = /^(?:\[\d+:\d+\] )?-A (\S+)(?: (.*))?$/.exec(line.trim()) ?? [];
    if (chain === "") continue;
    const [, arrow, destination] = ENDPOINT.exec(spec) ?? [];
    rules.push({ table, chain, spec, service: SERVICE.exec(spec)?.[1], endpoint: arrow ?? destination });
  }
  return explained(rules);
}

function explained(rules: readonly IptablesRule[]): IptablesRule[] {
  const services = new Map(
    rules.flatMap(({ chain, service }) => (service && /-[A-Z2-7]{16}$/.test(chain) ? [[chain, service]] : [])),
  );
  // in large clusters only the chains of Services tell whom their endpoints' chains serve
  for (const { chain, spec } of rules) {
    const [, target] = /-j (KUBE-SEP-\S+)/.exec(spec) ?? [];
    const service = services.get(chain);
    if (target && service && !services.has(target)) services.set(target, service);
  }
  const targets = new Map(
    rules.flatMap(({ chain, endpoint }) => (endpoint && chain.startsWith("KUBE-SEP-") ? [[chain, endpoint]] : [])),
  );
  return rules.map((rule) => {
    const jump = /-j (\S+)/.exec(rule.spec)?.[1] ?? "";
    const service = rule.service ?? services.get(rule.chain) ?? services.get(jump);
    return { ...rule, service, endpoint: rule.endpoint ?? targets.get(rule.chain) ?? targets.get(jump) };
  });
}
