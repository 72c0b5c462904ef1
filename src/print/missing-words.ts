import { nameOf, type ServiceCondition, takers, weakestPort } from "../model/service-condition.ts";
import type { ServiceView } from "../model/service-view.ts";
import { escapeText } from "./escape.ts";
import { reasonsText, stateWords } from "./reason-words.ts";
import { remarkText } from "./remark-words.ts";

/** How many Pods are told by name. */
const MOST = 5;

/** What a Service still lacks for a condition: a summary and, below it, a line for each Pod that holds it up. */
export function missingText(condition: ServiceCondition, view: ServiceView): string {
  return [summary(condition, view), ...details(condition, view)].map((line) => escapeText(line)).join("\n  ");
}

function summary(condition: ServiceCondition, view: ServiceView): string {
  const type = view.service.spec?.type ?? "ClusterIP";
  switch (condition.kind) {
    case "endpoints": {
      if (type === "ExternalName") return "an ExternalName Service has no endpoints";
      const ready = weakestPort(view).filter(({ state }) => state === "ready").length;
      return `${ready} of ${condition.count} endpoints ready`;
    }
    case "no-endpoints": {
      const count = takers(view).length;
      return `${count} ${count === 1 ? "endpoint still gets" : "endpoints still get"} traffic`;
    }
    case "load-balancer":
      return type === "LoadBalancer" ? "its load balancer has no address yet" : `it is a ${type} Service`;
  }
}

function details(condition: ServiceCondition, view: ServiceView): string[] {
  if (condition.kind === "load-balancer") return [];
  if (condition.kind === "no-endpoints") return shortened(takers(view));
  const waiting = weakestPort(view).filter(({ state }) => state !== "ready");
  const lines = waiting.map((row) => `${nameOf(row)}: ${reasonsText(row.reasons) || stateWords[row.state]}`);
  const remarks = view.remarks.filter(({ kind }) => kind !== "none-ready" && kind !== "external-name");
  return [...remarks.map(remarkText), ...shortened(lines)];
}

const shortened = (lines: readonly string[]): string[] =>
  lines.length <= MOST ? [...lines] : [...lines.slice(0, MOST), `and ${lines.length - MOST} more`];
