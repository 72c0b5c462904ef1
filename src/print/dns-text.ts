import { NDOTS, searchPath, type Answer, type Attempt, type TypedName } from "../model/dns-lookup.ts";
import type { DnsRecord, NoRecords, ServiceRecords } from "../model/dns-records.ts";
import { escapeText } from "./escape.ts";
import { printGrid } from "./grid.ts";
import { type Line, lineText } from "./lines.ts";
import type { Look } from "./table.ts";
import { textWidth } from "./width.ts";

export const NO_RECORDS: Record<NoRecords, string> = {
  "no-ready-endpoint": "no endpoint is ready, so the name does not exist (NXDOMAIN)",
  "no-cluster-ip": "no cluster IP yet: the API server gives one when the Service is created",
  "no-external-name": "no externalName, so there is nothing to point to",
};

type WideLook = Look & { width: number | undefined };

/** A Service's records, and what Pods may type for it. */
export type ServiceNames = ServiceRecords & { typed: readonly TypedName[] };

/** The records of Services, what is missing from them and, of Services asked for by name, what Pods may type. */
export function dnsTable(services: readonly ServiceNames[], zone: string, areNamed: boolean, look: WideLook): string {
  const records = services.flatMap((service) => service.records);
  const grid = records.length === 0 ? "" : recordGrid(records, look);
  const blocks = services.map((service) => serviceBlock(service, zone, areNamed, look)).filter((block) => block !== "");
  return [...(grid === "" ? [] : [grid]), ...blocks].join("\n");
}

/** Where a terminal has no room for a record, its data stands below it. */
function recordGrid(records: readonly DnsRecord[], look: WideLook): string {
  const { width = Number.POSITIVE_INFINITY } = look;
  const rows = records.map(({ name, type, data }) => [name, type, data]);
  const [header, ...lines] = printGrid(["NAME", "TYPE", "DATA"], rows, look).trimEnd().split("\n");
  const shown = lines.map((line, at) => {
    const data = escapeText(records[at]?.data ?? "");
    return textWidth(line) <= width ? line : `${line.slice(0, line.length - data.length).trimEnd()}\n  ${data}`;
  });
  return [header, ...shown].map((line) => `${line}\n`).join("");
}

function serviceBlock(service: ServiceNames, zone: string, isNamed: boolean, { style, width }: WideLook): string {
  const { namespace, name, noRecords, unready } = service;
  const without = `without a record, because they are not ready: ${unready.join(", ")}`;
  const lines: Line[] = [
    ...(noRecords ? [{ indent: 2, text: NO_RECORDS[noRecords] }] : isNamed ? typedLines(service, zone) : []),
    ...(unready.length === 0 ? [] : [{ indent: 2, text: without }]),
  ];
  if (lines.length === 0) return "";
  const title = { indent: 0, text: `${namespace}/${name}`, paint: style.bold };
  return [title, ...lines].map((line) => lineText(line, width)).join("");
}

function typedLines({ namespace, typed }: ServiceNames, zone: string): Line[] {
  const search = searchPath(namespace, zone).map((domain) => domain.slice(0, -1));
  const widest = Math.max(...typed.map((form) => form.typed.length));
  return [
    { indent: 2, text: `what a Pod may type (search ${search.join(" ")}; ndots:${NDOTS}), and where:` },
    ...typed.map((form) => ({ indent: 4, text: `${form.typed.padEnd(widest)}  ${typedText(form, namespace)}` })),
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
export function lookupText(attempts: readonly Attempt[], look: WideLook): string {
  const rows = attempts.flatMap(({ name, search, answer }, at) => {
    const first = [String(at + 1), name, howText(search)];
    return answerLines(answer).map((line, row) => [...(row === 0 ? first : ["", "", ""]), line]);
  });
  const grid = printGrid(["", "QUESTION", "FROM", "ANSWER"], rows, look);
  const { width = Number.POSITIVE_INFINITY } = look;
  return grid.split("\n").every((line) => textWidth(line) <= width) ? grid : lookupBelow(attempts, look);
}

/** The same on a terminal that has no room for the table. */
function lookupBelow(attempts: readonly Attempt[], { style, width }: WideLook): string {
  return attempts
    .flatMap(({ name, search, answer }, at) => [
      { indent: 0, text: `${at + 1}  ${name}`, paint: style.bold },
      { indent: 4, text: howText(search) },
      ...answerLines(answer).map((text) => ({ indent: 4, text })),
    ])
    .map((line) => lineText(line, width))
    .join("");
}

const howText = (search: string | undefined): string =>
  search === undefined ? "as typed" : `search ${search.slice(0, -1)}`;

function answerLines(answer: Answer): string[] {
  if (answer.kind === "records") return answer.records.map(({ type, data }) => `${type} ${data}`);
  return [ANSWERS[answer.kind]];
}

const ANSWERS: Record<Exclude<Answer["kind"], "records">, string> = {
  "no-data": "NOERROR, without a record",
  "no-such-name": "NXDOMAIN",
  upstream: "not in the cluster's zone: asked of the servers upstream",
};
