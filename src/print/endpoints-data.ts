import type { EndpointRow } from "../model/endpoint-rows.ts";
import { protocolOf, type ServicePort, targetPortOf } from "../model/ports.ts";
import type { ServiceView } from "../model/service-view.ts";
import { reasonText, stateWords } from "./reason-words.ts";
import { remarkText } from "./remark-words.ts";

/**
 * What `endpoints -o json|yaml` prints: `{services: [...]}`. Each Service has `namespace`, `name`, `type`, `selector`,
 * `ports` (with `targets`, the numbers they lead to), `endpoints` (one for each Pod or address and port) and `remarks`.
 * Reasons and remarks have a stable `kind`, the facts as fields, and a `text` for people. Absent facts are left out.
 */
export function endpointsData(views: readonly ServiceView[]): unknown {
  return { services: views.map(serviceData) };
}

function serviceData({ service, namespace, name, ports, rows, remarks }: ServiceView): unknown {
  return {
    namespace,
    name,
    type: service.spec?.type ?? "ClusterIP",
    selector: service.spec?.selector,
    ports: ports.flatMap(({ port, targets }) => (port ? [{ ...portData(port), targets }] : [])),
    endpoints: rows.map(endpointData),
    remarks: remarks.map((remark) => ({ ...remark, text: remarkText(remark) })),
  };
}

const portData = (port: ServicePort) => ({
  name: port.name,
  port: port.port,
  protocol: protocolOf(port),
  targetPort: targetPortOf(port),
});

function endpointData({ port, target, podName, addresses, node, zone, state, reasons, slices }: EndpointRow): unknown {
  return {
    port: port && { name: port.name, port: port.port, protocol: protocolOf(port) },
    target,
    pod: podName,
    addresses,
    node,
    zone,
    state: stateWords[state],
    reasons: reasons.map((reason) => ({ ...reason, text: reasonText(reason) })),
    slices,
  };
}
