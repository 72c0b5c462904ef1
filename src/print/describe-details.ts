import type { EndpointRow } from "../model/endpoint-rows.ts";
import { groupBy } from "../model/group-by.ts";
import type { Remark } from "../model/remarks.ts";
import type { ServiceView } from "../model/service-view.ts";
import type { DescribeLook } from "./describe-service.ts";
import { isWell, portText, stateCell, statesText } from "./endpoints-table.ts";
import { printFoldable, textOf } from "./fold.ts";
import { reasonsText } from "./reason-words.ts";
import { remarkText } from "./remark-words.ts";
import { shorten } from "./shortened.ts";
import type { Cell } from "./table.ts";
import { aside, layOutLines, line, type Line } from "./tabbed.ts";
import { textWidth } from "./width.ts";

/** Every Pod and address behind the Service, and what there is to say of it: the part that kubectl does not have. */
export function detailLines({ rows, ports, remarks }: ServiceView, look: DetailsLook): Line[] {
  const told = remarks.filter((remark) => isTold(remark));
  if (rows.length === 0) return remarkLines(told);
  const byPort = groupBy(rows, ({ port }) => port);
  const parts = ports.map(({ port }) => shorten(byPort.get(port) ?? [], look.most, isWell));
  const hidden = parts.flatMap((part) => part.hidden);
  const text = detailTable(
    parts.flatMap(({ shown }) => shown),
    look,
  );
  const more =
    hidden.length === 0 ? [] : [{ raw: `  … and ${hidden.length} more, ${statesText(hidden)}: --all shows them` }];
  return [aside("Endpoint Details:"), { raw: text }, ...more, ...remarkLines(told)];
}

type DetailsLook = Pick<DescribeLook, "style" | "width" | "most">;

/** kubectl's kind of table; below each row what does not fit on a terminal. */
function detailTable(rows: readonly EndpointRow[], look: DetailsLook): string {
  const hasReasons = rows.some(({ reasons }) => reasons.length > 0);
  const table = rows.map(({ port, target, podName, addresses, node, state, reasons }): Cell[] => [
    portText(port),
    String(target ?? "<none>"),
    podName ?? "<none>",
    addresses.join(",") || "<none>",
    node ?? "<none>",
    stateCell(state, look),
    ...(hasReasons ? [reasonsText(reasons)] : []),
  ]);
  const headers = ["Port", "Target", "Pod", "IP", "Node", "State", ...(hasReasons ? ["Reason"] : [])];
  const rules = headers.map((header) => header.replace(/\S/g, "-"));
  const lines = [headers, rules, ...table];
  const { width } = look;
  if (width === undefined || widthOf(lines) + INDENT.length <= width)
    return indented(
      layOutLines(lines.map((cells) => line(...cells)))
        // from the first space of a run on: else a cell of many spaces would be searched from each of them
        .replace(/(?<! ) +$/gm, "")
        .trimEnd(),
    );
  return indented(printFoldable({ headers, rows: table }, { ...look, width: width - INDENT.length }).trimEnd());
}

const INDENT = "  ";

/** How wide the lines become, without colours. */
function widthOf(lines: readonly (readonly Cell[])[]): number {
  const plain = lines.map((cells) => line(...cells.map(textOf)));
  return layOutLines(plain)
    .split("\n")
    .reduce((widest, text) => Math.max(widest, textWidth(text)), 0);
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, INDENT);

const isTold = (remark: Remark): boolean => remark.kind !== "external-name";

const remarkLines = (remarks: readonly Remark[]): Line[] => remarks.map((remark) => aside("Note:", remarkText(remark)));
