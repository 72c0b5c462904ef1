import { formatLabels } from "../model/selector.ts";
import type { ServiceView } from "../model/service-view.ts";
import type { Event, Service } from "../model/snapshot.ts";
import { detailLines } from "./describe-details.ts";
import { endpointsText } from "./describe-endpoints-line.ts";
import { eventLines } from "./describe-events.ts";
import { conditionLines, ingressErrors, ownLines } from "./describe-hidden.ts";
import { metadataLines } from "./describe-metadata.ts";
import type { Look } from "./table.ts";
import { aside, layOutLines, line, type Line } from "./tabbed.ts";

export interface DescribeLook extends Look {
  now: Date;
  /** Undefined: Events are not shown. */
  events: readonly Event[] | undefined;
  /** Columns of the terminal; undefined when it is none. */
  width: number | undefined;
  /** How many endpoints of a port are told; undefined: all. */
  most?: number | undefined;
}

/**
 * A Service as `kubectl describe` shows it, line for line (1.36), and what it leaves out: fields that it hides, and every
 * Pod and address behind the ports with its state. Ends in a newline.
 */
export function describeService(view: ServiceView, look: DescribeLook): string {
  const { service } = view;
  return layOutLines([
    ...metadataLines(service.metadata),
    ...ownLines(service),
    ...identityLines(service),
    ...portLines(view),
    ...policyLines(service),
    ...conditionLines(service),
    ...detailLines(view, look),
    ...(look.events ? eventLines(look.events, look.now) : []),
  ]);
}

type Spec = NonNullable<Service["spec"]>;

const when = (text: string | undefined, title: string): Line[] => (text ? [line(title, text)] : []);
const joined = (values: readonly string[] | undefined): string => (values ?? []).join(",");

function identityLines({ spec = {}, status }: Service): Line[] {
  return [
    line("Selector:", formatLabels(spec.selector)),
    line("Type:", spec.type ?? "ClusterIP"),
    ...when(spec.ipFamilyPolicy, "IP Family Policy:"),
    line("IP Families:", joined(spec.ipFamilies) || "<none>"),
    line("IP:", spec.clusterIP ?? ""),
    line("IPs:", joined(spec.clusterIPs) || "<none>"),
    ...when(joined(spec.externalIPs), "External IPs:"),
    ...when(spec.loadBalancerIP, "Desired LoadBalancer IP:"),
    ...when(spec.externalName, "External Name:"),
    ...when(spec.loadBalancerClass, "LoadBalancer Class:").map(asAside),
    ...ingressLines(spec, status),
    ...(spec.publishNotReadyAddresses ? [aside("Publish Not Ready:", "true")] : []),
    ...(spec.type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts === false
      ? [aside("Node Ports:", "not allocated")]
      : []),
  ];
}

const asAside = (item: Line): Line => ("cells" in item ? { ...item, aside: true } : item);

function ingressLines({ type }: Spec, status: Service["status"]): Line[] {
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (ingress.length === 0) return type === "LoadBalancer" ? [aside("LoadBalancer Ingress:", "<pending>")] : [];
  const texts = ingress.map(({ ip, ipMode, hostname }) =>
    ip ? `${ip}${ipMode ? ` (${ipMode})` : ""}` : (hostname ?? ""),
  );
  return [line("LoadBalancer Ingress:", texts.join(", ")), ...ingressErrors(ingress)];
}

function portLines({ service, slices, remarks }: ServiceView): Line[] {
  const unknown = remarks.some((remark) => remark.kind === "unreadable" && remark.what === "EndpointSlice");
  return (service.spec?.ports ?? []).flatMap((port) => {
    const { name = "", protocol = "TCP", nodePort, appProtocol } = port;
    const shownName = name === "" ? "<unset>" : name;
    return [
      line("Port:", shownName, `${port.port}/${protocol}`),
      line("TargetPort:", `${port.targetPort ?? port.port}/${protocol}`),
      ...when(appProtocol, "AppProtocol:"),
      ...(nodePort ? [line("NodePort:", shownName, `${nodePort}/${protocol}`)] : []),
      line("Endpoints:", unknown ? "<unknown>" : endpointsText(slices, name)),
    ];
  });
}

function policyLines({ spec = {} }: Service): Line[] {
  const timeout =
    spec.sessionAffinity === "ClientIP" ? spec.sessionAffinityConfig?.clientIP?.timeoutSeconds : undefined;
  return [
    line("Session Affinity:", spec.sessionAffinity ?? ""),
    ...(timeout === undefined ? [] : [aside("Affinity Timeout:", `${timeout}s`)]),
    ...when(spec.externalTrafficPolicy, "External Traffic Policy:"),
    ...when(spec.internalTrafficPolicy, "Internal Traffic Policy:"),
    ...(spec.healthCheckNodePort ? [line("HealthCheck NodePort:", String(spec.healthCheckNodePort))] : []),
    ...when(joined(spec.loadBalancerSourceRanges), "LoadBalancer Source Ranges:"),
    ...when(spec.trafficDistribution, "Traffic Distribution:"),
  ];
}
