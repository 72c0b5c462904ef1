import type { EndpointRow } from "../endpoint-rows.ts";
import type { PortFact } from "../finding-facts.ts";
import type { Reason } from "../membership.ts";
import { protocolOf, type ServicePort } from "../ports.ts";
import type { ServiceView } from "../service-view.ts";
import type { Pod } from "../snapshot.ts";

/** A row about a Pod that can be read. */
export type PodRow = EndpointRow & { pod: Pod };

/** The rows of a Service's own endpoints and Pods, without those that its selector only nearly takes in. */
export function ownRows({ rows }: ServiceView, port?: ServicePort): EndpointRow[] {
  return rows.filter((row) => (port === undefined || row.port === port) && !hasReason(row, "label-differs"));
}

/** Its rows about Pods that may run, for one port or for all. */
export function podRows(view: ServiceView, port?: ServicePort): PodRow[] {
  return ownRows(view, port).filter((row): row is PodRow => row.pod !== undefined && !hasEnded(row.pod));
}

/** Whether a Pod has run to its end, and will not run again. */
export const hasEnded = ({ status }: Pod): boolean => status?.phase === "Succeeded" || status?.phase === "Failed";

/** Whether a Pod is there for a task that ends, as those of Jobs are. */
export const runsToEnd = ({ spec }: Pod): boolean =>
  spec?.restartPolicy === "Never" || spec?.restartPolicy === "OnFailure";

export const hasReason = ({ reasons }: EndpointRow, ...kinds: Reason["kind"][]): boolean =>
  reasons.some(({ kind }) => kinds.includes(kind));

/** What a row is about: a Pod, or an address. */
export const rowName = ({ podName, addresses }: EndpointRow): string => podName ?? addresses[0] ?? "";

/** Each name once, in the order of the rows. */
export const rowNames = (rows: readonly EndpointRow[]): string[] => [...new Set(rows.map(rowName))];

export const portFact = (port: ServicePort): PortFact => ({
  name: port.name || undefined,
  port: port.port,
  protocol: protocolOf(port),
});

export const isHeadless = ({ service: { spec } }: ServiceView): boolean =>
  spec?.clusterIP === "None" && spec.type !== "ExternalName";
