import { NDOTS, searchPath, type TypedName } from "../model/dns-lookup.ts";
import type { DnsRecord, NoRecords, ServiceRecords } from "../model/dns-records.ts";
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

/** With fewer columns a terminal has no room for most tables of records: then none is shown, whatever the names are. */
const ROOM = 120;

/** Without a terminal there is room for everything. */
const hasRoom = ({ width = Number.POSITIVE_INFINITY }: WideLook, lines: readonly string[]): boolean =>
  width >= ROOM && lines.every((line) => textWidth(line) <= width);

/** A line for each record; on a terminal that has no room for that, each name stands above all that it stands for. */
function recordGrid(records: readonly DnsRecord[], look: WideLook): string {
  const isNarrow = !hasRoom(look, []);
  const rows = records.map(({ name, type, data }) => [name, type, data]);
  const grid = isNarrow ? "" : printGrid(["NAME", "TYPE", "DATA"], rows, look);
  return isNarrow || !hasRoom(look, grid.split("\n")) ? recordsBelow(records, look) : grid;
}

function recordsBelow(records: readonly DnsRecord[], { style, width }: WideLook): string {
  return records
    .flatMap(({ name, type, data }, at): Line[] => [
      ...(name === records[at - 1]?.name ? [] : [{ indent: 0, text: name, paint: style.bold }]),
      { indent: 2, text: `${type.padEnd(WIDEST_TYPE)}  ${data}` },
    ])
    .map((line) => lineText(line, width))
    .join("");
}

const WIDEST_TYPE = "CNAME".length;

function serviceBlock(service: ServiceNames, zone: string, isNamed: boolean, look: WideLook): string {
  const { style, width } = look;
  const { namespace, name, noRecords, unready } = service;
  const without = `without a record, because they are not ready: ${unready.join(", ")}`;
  const lines: Line[] = [
    ...(noRecords ? [{ indent: 2, text: NO_RECORDS[noRecords] }] : isNamed ? typedLines(service, zone, look) : []),
    ...(unready.length === 0 ? [] : [{ indent: 2, text: without }]),
  ];
  if (lines.length === 0) return "";
  const title = { indent: 0, text: `${namespace}/${name}`, paint: style.bold };
  return [title, ...lines].map((line) => lineText(line, width)).join("");
}

function typedLines({ namespace, typed }: ServiceNames, zone: string, look: WideLook): Line[] {
  const search = searchPath(namespace, zone).map((domain) => domain.slice(0, -1));
  const widest = Math.max(...typed.map((form) => form.typed.length));
  const forms = typed.map((form) => [form.typed, typedText(form, namespace)] as const);
  const beside = forms.map(([form, where]) => `${form.padEnd(widest)}  ${where}`);
  const lines = hasRoom(
    look,
    beside.map((text) => `    ${text}`),
  )
    ? beside.map((text): Line => ({ indent: 4, text }))
    : forms.flatMap(([form, where]): Line[] => [
        { indent: 4, text: form },
        { indent: 6, text: where },
      ]);
  return [
    { indent: 2, text: `what a Pod may type (search ${search.join(" ")}; ndots:${NDOTS}), and where:` },
    ...lines,
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
