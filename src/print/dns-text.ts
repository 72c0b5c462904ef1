import { NDOTS, searchPath, type Answer, type Attempt, type TypedName } from "../model/dns-lookup.ts";
import type { DnsRecord, NoRecords, ServiceRecords } from "../model/dns-records.ts";
import { escapeText } from "./escape.ts";
import { printGrid } from "./grid.ts";
import type { Look } from "./table.ts";

export const NO_RECORDS: Record<NoRecords, string> = {
  "no-ready-endpoint": "no endpoint is ready, so the name does not exist (NXDOMAIN)",
  "no-cluster-ip": "no cluster IP yet: the API server gives one when the Service is created",
  "no-external-name": "no externalName, so there is nothing to point to",
};

/** A Service's records, and what Pods may type for it. */
export type ServiceNames = ServiceRecords & { typed: readonly TypedName[] };

/** The records of Services, what is missing from them and, of Services asked for by name, what Pods may type. */
export function dnsTable(services: readonly ServiceNames[], zone: string, areNamed: boolean, look: Look): string {
  const records = services.flatMap((service) => service.records);
  const grid = records.length === 0 ? "" : recordGrid(records, look);
  const blocks = services.map((service) => serviceBlock(service, zone, areNamed, look)).filter((block) => block !== "");
  return [...(grid === "" ? [] : [grid]), ...blocks].join("\n");
}

function recordGrid(records: readonly DnsRecord[], look: Look): string {
  const rows = records.map(({ name, type, data }) => [name, type, data]);
  return printGrid(["NAME", "TYPE", "DATA"], rows, look);
}

function serviceBlock(service: ServiceNames, zone: string, isNamed: boolean, { style }: Look): string {
  const { namespace, name, noRecords, unready } = service;
  const lines = [
    ...(noRecords ? [NO_RECORDS[noRecords]] : isNamed ? typedLines(service, zone) : []),
    ...(unready.length === 0 ? [] : [`without a record, because they are not ready: ${unready.join(", ")}`]),
  ];
  const title = style.bold(escapeText(`${namespace}/${name}`));
  return lines.length === 0 ? "" : [title, ...lines.map((line) => `  ${escapeText(line)}`)].join("\n") + "\n";
}

function typedLines({ namespace, typed }: ServiceNames, zone: string): string[] {
  const search = searchPath(namespace, zone).map((domain) => domain.slice(0, -1));
  const widest = Math.max(...typed.map((form) => form.typed.length));
  return [
    `what a Pod may type (search ${search.join(" ")}; ndots:${NDOTS}), and where:`,
    ...typed.map((form) => `  ${form.typed.padEnd(widest)}  ${typedText(form, namespace)}`),
  ];
}

function typedText({ fromOwnNamespace, fromOthers }: TypedName, namespace: string): string {
  if (fromOthers === undefined) {
    if (fromOwnNamespace === undefined) return "NXDOMAIN";
    return `in namespace ${namespace} alone (${questions(fromOwnNamespace)}); elsewhere NXDOMAIN`;
  }
  if (fromOwnNamespace === fromOthers) return `in every namespace (${questions(fromOthers)})`;
  const own = fromOwnNamespace === undefined ? "NXDOMAIN" : questions(fromOwnNamespace);
  return `in every namespace (${questions(fromOthers)}; in ${namespace} ${own})`;
}

const questions = (count: number): string => (count === 1 ? "1 question" : `${count} questions`);

/** The questions of a resolver, in order, and the answer of each. */
export function lookupText(attempts: readonly Attempt[], look: Look): string {
  const rows = attempts.flatMap(({ name, search, answer }, at) => {
    const how = search === undefined ? "as typed" : `search ${search.slice(0, -1)}`;
    return answerLines(answer).map((line, row) => (row === 0 ? [String(at + 1), name, how, line] : ["", "", "", line]));
  });
  return printGrid(["", "QUESTION", "FROM", "ANSWER"], rows, look);
}

function answerLines(answer: Answer): string[] {
  if (answer.kind === "records") return answer.records.map(({ type, data }) => `${type} ${data}`);
  return [ANSWERS[answer.kind]];
}

const ANSWERS: Record<Exclude<Answer["kind"], "records">, string> = {
  "no-data": "NOERROR, without a record",
  "no-such-name": "NXDOMAIN",
  upstream: "not in the cluster's zone: asked of the servers upstream",
};
