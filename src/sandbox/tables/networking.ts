import type { LabelSelector } from "../../model/selector.ts";
import { ageColumn, column, nameColumn, NONE, showSelector } from "./column.ts";

interface Ingress {
  spec?: { ingressClassName?: string; rules?: { host?: string }[]; tls?: unknown[] };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

interface IngressClass {
  spec?: { controller?: string; parameters?: { apiGroup?: string; kind: string; name: string } };
}

interface NetworkPolicy {
  spec?: { podSelector?: LabelSelector };
}

export const ingressColumns = [
  nameColumn,
  column<Ingress>("Class", "The IngressClass that serves it.", ({ spec }) => spec?.ingressClassName ?? NONE),
  column<Ingress>("Hosts", "The hosts that its rules are for.", hosts),
  column<Ingress>("Address", "Where it can be reached.", addresses),
  column<Ingress>("Ports", "The ports that it opens.", ({ spec }) => (spec?.tls?.length ? "80, 443" : "80")),
  ageColumn,
];

export const ingressClassColumns = [
  nameColumn,
  column<IngressClass>("Controller", "The controller that serves it.", ({ spec }) => spec?.controller ?? ""),
  column<IngressClass>("Parameters", "The object with the controller's settings.", parameters),
  ageColumn,
];

export const networkPolicyColumns = [
  nameColumn,
  column<NetworkPolicy>(
    "Pod-Selector",
    "The labels of the Pods that it is for.",
    ({ spec }) => showSelector(spec?.podSelector) || NONE,
  ),
  ageColumn,
];

/** The first three hosts; when rules follow the third, how many rules there are beside three. */
function hosts({ spec }: Ingress): string {
  const rules = spec?.rules ?? [];
  const named = rules.filter(({ host }) => host);
  if (named.length === 0) return "*";
  const shown = named.slice(0, 3).map(({ host }) => host);
  const [, , third] = named;
  const more = third !== undefined && rules.indexOf(third) < rules.length - 1;
  return more ? `${shown.join(",")} + ${rules.length - 3} more...` : shown.join(",");
}

function addresses({ status }: Ingress): string {
  const given = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || "");
  return [...new Set(given.filter((address) => address !== ""))].toSorted().join(",");
}

function parameters({ spec }: IngressClass): string {
  const found = spec?.parameters;
  if (!found) return NONE;
  return `${found.kind}${found.apiGroup === undefined ? "" : `.${found.apiGroup}`}/${found.name}`;
}
