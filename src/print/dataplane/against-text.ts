import type { Verdict } from "../../model/dataplane/against/against.ts";
import type { Difference, Fault } from "../../model/dataplane/against/compare-items.ts";
import { escapeText } from "../escape.ts";
import type { Look } from "../table.ts";

const MEANING: Record<Fault, string> = {
  missing: "missing: ought to be there",
  stale: "stale: left over, serves what is no longer there or is not for this node",
  foreign: "foreign: no Service explains it",
  changed: "changed: in another order, or with another probability",
};

const FAULTS = Object.keys(MEANING) as Fault[];

/** The differences between a node's rules and what ought to be there, by Service and endpoint. */
export function againstText({ differences, expectedOf }: Verdict, { style }: Look): string {
  const services = [...new Set(differences.map(({ service }) => service ?? ""))].toSorted();
  const blocks = services.map((service) => {
    const own = differences.filter((difference) => (difference.service ?? "") === service);
    const title = service === "" ? "no Service's" : service;
    return [
      style.bold(escapeText(title)),
      ...FAULTS.flatMap((fault) => faultLines(fault, own, expectedOf.get(service) ?? 0)),
    ].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

/** What lacks everything is told in one line: a node without rules has enough of them missing. */
function faultLines(fault: Fault, differences: readonly Difference[], expected: number): string[] {
  const own = differences.filter((difference) => difference.fault === fault);
  if (own.length === 0) return [];
  if (fault === "missing" && own.length === expected && expected > 1)
    return [`  ${MEANING[fault]}`, `    all ${expected} of ${expected} (-o json lists them)`];
  return [`  ${MEANING[fault]}`, ...own.flatMap(differenceLines)];
}

function differenceLines({ endpoint, place, exact, expected }: Difference): string[] {
  const where = endpoint === undefined ? place : `endpoint ${endpoint}, ${place}`;
  const ought = expected === undefined ? [] : [`      instead of ${expected}`];
  return [`    ${where}`, `      ${exact}`, ...ought].map((line) => escapeText(line));
}

/** The one line that tells how it went. */
export function againstSummary({ expected, differences }: Verdict): string {
  if (differences.length === 0) return `The node's rules are what they ought to be: ${expected} compared.`;
  const counts = FAULTS.map((fault) => [fault, differences.filter((one) => one.fault === fault).length] as const);
  const words = counts.flatMap(([fault, count]) => (count === 0 ? [] : [`${count} ${fault}`])).join(", ");
  return `The node's rules differ from what ought to be there: ${words}; ${expected} compared.`;
}
