import type { CheckWorld } from "../check-world.ts";
import type { Fact } from "../finding-facts.ts";
import type { ServiceView } from "../service-view.ts";
import { portLabel } from "../ports.ts";
import { hasReason, ownRows, portFact, rowName, rowNames } from "./behind.ts";

/** SVC012: nothing says where the Service, or one of its ports, leads. With a selector, a controller sees to that. */
export function checkOrigin({ service, remarks }: ServiceView): Fact[] {
  const hasSelector = Object.keys(service.spec?.selector ?? {}).length > 0;
  return remarks.flatMap((remark): Fact[] => {
    if (remark.kind === "no-selector-no-slices") return [{ kind: remark.kind }];
    const port = service.spec?.ports?.find(
      (own) => remark.kind === "port-not-served" && portLabel(own) === remark.port,
    );
    if (remark.kind !== "port-not-served" || !port || hasSelector) return [];
    return [{ kind: remark.kind, port: portFact(port), offered: remark.offered }];
  });
}

/** SVC015: EndpointSlices and Pods that contradict each other. */
export function checkSlices(view: ServiceView, { fromFiles }: CheckWorld): Fact[] {
  if (fromFiles) return [];
  const rows = ownRows(view);
  const wrong = rows.filter((row) => hasReason(row, "no-such-pod", "stale-address", "not-selected"));
  const listed = new Map(
    wrong.map((row) => {
      const name = row.addresses[0] ?? rowName(row);
      return [name, { name, reasons: row.reasons }];
    }),
  );
  // a Pod that nothing else keeps from being an endpoint
  const unlisted = rows.filter(({ reasons }) => reasons.length === 1 && reasons[0]?.kind === "not-in-slices");
  const facts: Fact[] = [];
  if (listed.size > 0) facts.push({ kind: "address-without-pod", listed: [...listed.values()] });
  if (unlisted.length > 0) facts.push({ kind: "pods-in-no-slice", pods: rowNames(unlisted) });
  return facts;
}
