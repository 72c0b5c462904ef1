import type { NearLabel, Remark } from "../model/remarks.ts";

/** What there is to say of a Service, in one line. Text from the cluster in it is not escaped yet. */
export function remarkText(remark: Remark): string {
  return words[remark.kind](remark as never);
}

const words: { [Kind in Remark["kind"]]: (remark: Extract<Remark, { kind: Kind }>) => string } = {
  "external-name": ({ name }) => `DNS answers with a CNAME to ${name}`,
  "no-selector-no-slices": () => "no selector, and no EndpointSlice names this Service",
  "no-pod-matches": ({ selector, near, elsewhere }) =>
    [
      `no Pod matches ${selector}`,
      ...(near.length > 0 ? [`nearest: ${near.map(nearText).join(", ")}`] : []),
      ...(elsewhere.length > 0 ? [`Pods in namespace ${elsewhere.join(", ")} do`] : []),
    ].join("; "),
  "port-not-served": ({ port, offered }) =>
    `no EndpointSlice serves the port ${port} (${offered.length > 0 ? `they serve ${offered.join(", ")}` : "they name no port"})`,
  "none-ready": ({ notReady, terminating, excluded }) => {
    const counts = Object.entries({ "serving while terminating": terminating, "not ready": notReady, excluded });
    const told = counts.filter(([, count]) => count > 0).map(([state, count]) => `${count} ${state}`);
    return `no endpoint is ready: ${told.join(", ")}`;
  },
  "slices-by-hand": ({ slices }) => `kept by hand: EndpointSlice ${slices.join(", ")}`,
  duplicates: ({ addresses }) => `listed in several EndpointSlices: ${addresses.join(", ")}`,
  unreadable: ({ what, reason }) => unreadableText(what, reason),
};

/** What is missing from a view because a kind could not be read. */
export function unreadableText(what: string, reason: string): string {
  return `${UNREADABLE[what] ?? `${what}s cannot be read`}: ${reason}`;
}

const UNREADABLE: Record<string, string> = {
  EndpointSlice: "EndpointSlices cannot be read, so what the Pods' own state implies is shown",
  Pod: "Pods cannot be read, so those that get no traffic are not shown",
  Node: "Nodes cannot be read, so zones may be missing",
  Ingress: "Ingresses cannot be read, so whether they lead to Services is not checked",
  NetworkPolicy: "NetworkPolicies cannot be read, so whether they keep traffic out is not checked",
  StatefulSet: "StatefulSets cannot be read, so whether they have their Services is not checked",
  HTTPRoute: "HTTPRoutes cannot be read, so whether they lead to Services is not checked",
};

/** "app=payments (2 Pods)": what Pods carry instead of a wanted label. */
export function nearText({ key, wanted, found, under, pods }: NearLabel): string {
  const label = found !== undefined ? `${key}=${found}` : under !== undefined ? `${under}=${wanted}` : `no ${key}`;
  return `${label} (${pods} ${pods === 1 ? "Pod" : "Pods"})`;
}
