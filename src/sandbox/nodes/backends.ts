import { protocolOf, type ServicePort } from "../../model/ports.ts";
import type { EndpointSlice, Service } from "../../model/snapshot.ts";
import type { ControllerContext } from "../controllers/context.ts";
import { createIndex, keyOf } from "../controllers/observe.ts";

/** One address and port behind a Service port. */
export interface Backend {
  address: string;
  port: number;
  /** `namespace/name` of the Pod that the endpoint says it is. */
  pod: string | undefined;
}

/** Finds what stands behind Services, from their EndpointSlices. */
export interface Backends {
  /** Whether the Service has any endpoint at all, ready or not. */
  hasAny(service: Service): boolean;
  /** Ready endpoints of a port; with none of them, those that still serve while they terminate, if `lenient`. */
  of(service: Service, port: ServicePort, lenient: boolean): Backend[];
}

export const SERVICE_LABEL = "kubernetes.io/service-name";

export function createBackends({ observer, objects }: ControllerContext): Backends {
  const slices = createIndex<EndpointSlice>(observer, objects.endpointSlices.kind, sliceServices);
  return {
    hasAny: (service) => slices.get(keyOf(service)).some(({ endpoints }) => (endpoints ?? []).length > 0),
    of(service, port, lenient) {
      const all = slices.get(keyOf(service)).flatMap((slice) => candidates(slice, port));
      const ready = all.filter(({ conditions }) => conditions?.ready ?? true);
      const dying = all.filter(({ conditions }) => (conditions?.serving ?? true) && conditions?.terminating);
      return unique((ready.length > 0 || !lenient ? ready : dying).map(({ backend }) => backend));
    },
  };
}

/** `namespace/name` of the Service that a slice belongs to. */
export function sliceServices({ metadata }: EndpointSlice): string[] {
  const service = metadata?.labels?.[SERVICE_LABEL];
  return service ? [`${metadata?.namespace}/${service}`] : [];
}

interface Candidate {
  backend: Backend;
  conditions: EndpointSlice["endpoints"][number]["conditions"];
}

/** Slices of domain names count for nothing, as with kube-proxy. */
function candidates({ addressType, endpoints, ports }: EndpointSlice, wanted: ServicePort): Candidate[] {
  if (addressType === "FQDN") return [];
  const port = (ports ?? []).find(
    ({ name = "", protocol = "TCP" }) => name === (wanted.name ?? "") && protocol === protocolOf(wanted),
  )?.port;
  if (port === undefined) return [];
  return (endpoints ?? []).flatMap(({ addresses: [address], conditions, targetRef }) => {
    if (address === undefined) return [];
    const pod = targetRef?.kind === "Pod" ? `${targetRef.namespace}/${targetRef.name}` : undefined;
    return [{ backend: { address, port, pod }, conditions }];
  });
}

/** An endpoint may stand in several slices for a while. */
function unique(backends: readonly Backend[]): Backend[] {
  return [...new Map(backends.map((backend) => [`${backend.address} ${backend.port}`, backend])).values()];
}
