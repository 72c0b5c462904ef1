import type { EntranceKind } from "./dataplane/mode-names.ts";
import type { EndpointRow } from "./endpoint-rows.ts";
import type { ServicePort } from "./ports.ts";
import type { ServiceView } from "./service-view.ts";

/** How a Service is met at what was asked about. */
export type Way =
  | { kind: Exclude<EntranceKind, "node-port">; address: string }
  | { kind: "node-port" | "health-check"; number: number; node: string | undefined }
  | { kind: "dns-name"; name: string }
  /** The Service is an alias of this name. */
  | { kind: "external-name"; name: string }
  | { kind: "endpoint"; row: EndpointRow };

/** One way to one port of a Service. */
export interface Lead {
  view: ServiceView;
  /** Undefined for a Service without ports, and for a health check. */
  port: ServicePort | undefined;
  way: Way;
}

/** From where names are looked up. */
export interface Asker {
  namespace: string;
  /** The cluster's domain: "cluster.local". */
  zone: string;
}

/** The leads of all ports of a Service that its own address or name opens. */
export const portLeads = (view: ServiceView, way: Way): Lead[] => view.ports.map(({ port }) => ({ view, port, way }));
