import type { Remark } from "../model/remarks.ts";
import type { ServiceView } from "../model/service-view.ts";
import { portText, stateCell } from "./endpoints-table.ts";
import { reasonsText } from "./reason-words.ts";
import { remarkText } from "./remark-words.ts";
import type { Cell, Look } from "./table.ts";
import { aside, layOutLines, line, type Line } from "./tabbed.ts";

/** Every Pod and address behind the Service, and what there is to say of it: the part that kubectl does not have. */
export function detailLines({ rows, remarks }: ServiceView, look: Look): Line[] {
  const told = remarks.filter((remark) => isTold(remark));
  if (rows.length === 0) return remarkLines(told);
  const hasReasons = rows.some(({ reasons }) => reasons.length > 0);
  const table = rows.map(({ port, target, podName, addresses, node, state, reasons }): Cell[] => [
    `  ${portText(port)}`,
    String(target ?? "<none>"),
    podName ?? "<none>",
    addresses.join(",") || "<none>",
    node ?? "<none>",
    stateCell(state, look),
    ...(hasReasons ? [reasonsText(reasons)] : []),
  ]);
  const headers = ["  Port", "Target", "Pod", "IP", "Node", "State", ...(hasReasons ? ["Reason"] : [])];
  const rules = headers.map((header) => header.replace(/\S/g, "-"));
  const text = layOutLines([headers, rules, ...table].map((cells) => line(...cells)));
  return [aside("Endpoint Details:"), { raw: text.replace(/ *$/gm, "").trimEnd() }, ...remarkLines(told)];
}

const isTold = (remark: Remark): boolean => remark.kind !== "external-name";

const remarkLines = (remarks: readonly Remark[]): Line[] => remarks.map((remark) => aside("Note:", remarkText(remark)));
