import type { Severity } from "./severity.ts";

/** What a code means, for people. */
export interface CodeWords {
  /** Of its findings, unless one is milder. */
  severity: Severity;
  /** What is found, as a phrase that stands on its own. */
  title: string;
  /** Why it matters. */
  why: string;
  /** What to do about it. */
  todo: string;
  /** Who can tell: a cluster, files, or either. */
  seenIn: "cluster" | "files" | "either";
}

/** Every code that `check` reports. Codes are stable: one keeps its meaning for good, and none is used again. */
export const CODES = {
  SVC001: {
    severity: "error",
    title: "the selector matches no Pod",
    why: "A Service sends traffic to the Pods that carry every label of its selector. Without such a Pod it has no endpoint, and connections are refused.",
    todo: "Correct the selector or the labels of the Pods, or start the workload. svcctl check -A looks for the Pods in other namespaces, too.",
    seenIn: "either",
  },
  SVC002: {
    severity: "error",
    title: "no endpoint is ready",
    why: "Traffic goes to ready endpoints alone. There are Pods or addresses behind the Service, but none is ready.",
    todo: "See why the Pods are not ready: svcctl endpoints SERVICE.",
    seenIn: "cluster",
  },
  SVC003: {
    severity: "warning",
    title: "some endpoints are not ready",
    why: "The others carry all the traffic.",
    todo: "See why these are not ready: svcctl endpoints SERVICE.",
    seenIn: "either",
  },
  SVC004: {
    severity: "error",
    title: "no matching Pod has the named target port",
    why: "A target port that is a name is looked up among the container ports of each Pod. A Pod without that name is no endpoint of the port.",
    todo: "Give a container port this name, or set targetPort to a name or a number that the containers have.",
    seenIn: "either",
  },
  SVC005: {
    severity: "warning",
    title: "the named target port differs between the Pods",
    why: "Pods that lack the name get no traffic on the port. Where the name means differing numbers, network policies and firewalls must know them all.",
    todo: "Let all Pods behind the Service declare the port under one name, and under one number unless the difference is meant.",
    seenIn: "either",
  },
  SVC006: {
    severity: "warning",
    title: "no container declares the numeric target port",
    why: "Traffic is sent to the number whether or not something listens there. The containers declare ports, but not this one.",
    todo: "Check the number. If a process does listen there, declare it under the container's ports.",
    seenIn: "either",
  },
  SVC007: {
    severity: "error",
    title: "the target port has another protocol",
    why: "A Service port and its target speak one protocol. A named target of another protocol is not found; a number is sent packets that nothing expects.",
    todo: "Set the protocol of the Service port to that of the container port. TCP is meant where none is given.",
    seenIn: "either",
  },
  SVC008: {
    severity: "warning",
    title: "the selector takes in Pods of several workloads",
    why: "Requests are shared among all Pods that match. Those of another workload may not know how to answer them.",
    todo: "Add a label to the selector that only the intended Pods carry. If all are meant, as with a canary, silence this code.",
    seenIn: "either",
  },
  SVC009: {
    severity: "error",
    title: "two Services want the same node port or address",
    why: "A node port belongs to one Service, and so does a port of an external address. The second is refused, or the two take each other's traffic.",
    todo: "Give one of them another port or another address, or leave the node port to the API server.",
    seenIn: "either",
  },
  SVC010: {
    severity: "warning",
    title: "a Local traffic policy leaves nodes without an endpoint",
    why: "With the policy Local, traffic stays on the node where it arrives. Where no ready endpoint runs, it is dropped.",
    todo: "Run a Pod on every node (a DaemonSet, or topology spread constraints), or set the policy to Cluster.",
    seenIn: "cluster",
  },
  SVC011: {
    severity: "warning",
    title: "the load balancer has no address yet",
    why: "Something outside of the Service must give out an address: a cloud's controller, or one that you install. Until it does, nothing is reached from outside.",
    todo: "Read the events. See that a load balancer controller runs and takes care of the Service's loadBalancerClass.",
    seenIn: "cluster",
  },
  SVC012: {
    severity: "error",
    title: "neither a selector nor an EndpointSlice",
    why: "Without a selector, endpoints are kept by hand or by a controller. No EndpointSlice names this Service, so it leads nowhere.",
    todo: "Add a selector, or an EndpointSlice with the label kubernetes.io/service-name.",
    seenIn: "cluster",
  },
  SVC013: {
    severity: "error",
    title: "the external name cannot be what is meant",
    why: "An ExternalName Service is a CNAME record and nothing else. An IP address is no name, its own name is a circle, and ports have no effect.",
    todo: "Name a host in another domain. For an IP address, use a Service without selector and an EndpointSlice. Leave the ports out.",
    seenIn: "either",
  },
  SVC014: {
    severity: "warning",
    title: "a headless Service has a port that differs from its target port",
    why: "A headless Service has no virtual address: clients connect to the Pods themselves, and nothing translates the port. Only the target port answers.",
    todo: "Set port to the target port, or give the Service a cluster IP.",
    seenIn: "either",
  },
  SVC015: {
    severity: "warning",
    title: "the EndpointSlices and the Pods contradict each other",
    why: "Traffic follows the EndpointSlices. An address that no Pod has loses it, and a ready Pod that no slice lists gets none.",
    todo: "Run the check again: for a moment this is normal. If it stays, see whether kube-controller-manager runs, and mend slices that are kept by hand.",
    seenIn: "cluster",
  },
  SVC016: {
    severity: "warning",
    title: "a deprecated field is in use",
    why: "It works for now. A later version of Kubernetes warns about it, and another one leaves it out.",
    todo: "Use what replaces it.",
    seenIn: "either",
  },
  SVC017: {
    severity: "warning",
    title: "a StatefulSet lacks its headless Service",
    why: "The Pods of a StatefulSet get DNS names of their own only below a headless Service that serviceName names.",
    todo: "Create a Service of that name with clusterIP: None, or correct serviceName (it cannot be changed: the StatefulSet must be created anew).",
    seenIn: "either",
  },
  SVC018: {
    severity: "error",
    title: "a route leads to a Service or port that is not there",
    why: "The Ingress or HTTPRoute has nothing to send requests to. Clients get an error of the proxy.",
    todo: "Correct the name or the port in the route, or create the Service. A route names the Service's port, not the target port.",
    seenIn: "either",
  },
  SVC019: {
    severity: "error",
    title: "network policies let nobody reach the Pods",
    why: "A Pod that any policy for ingress selects is reached only by what some policy allows. None allows this port.",
    todo: "Add a NetworkPolicy that allows ingress to the target port. Policies name the Pods' port, not the Service's.",
    seenIn: "either",
  },
  SVC020: {
    severity: "info",
    title: "a single endpoint",
    why: "While it restarts or moves, the Service has none.",
    todo: "Run two replicas or more, on different nodes. If one is enough, silence this code.",
    seenIn: "either",
  },
  SVC021: {
    severity: "warning",
    title: "publishNotReadyAddresses outside of a headless Service",
    why: "It is made for Pods that must find each other before they are ready. With a cluster IP, clients are sent to Pods that are not ready.",
    todo: "Remove it, or move it to a headless Service of its own.",
    seenIn: "either",
  },
  SVC022: {
    severity: "error",
    title: "the selector matches Pods in another namespace only",
    why: "A Service selects Pods of its own namespace, never of another one.",
    todo: "Move the Service to the namespace of the workload, or the workload to that of the Service.",
    seenIn: "either",
  },
  SVC023: {
    severity: "error",
    title: "a node port outside of the range",
    why: "The API server refuses node ports outside of its range, 30000 to 32767 unless --service-node-port-range says otherwise.",
    todo: "Choose a port in the range, or leave nodePort out. Silence this code if your cluster has another range.",
    seenIn: "files",
  },
  SVC024: {
    severity: "error",
    title: "a name that DNS cannot carry",
    why: "A Service's name is a label in DNS: small letters, digits and hyphens, 63 at most. A port's name is one behind an underscore, so 62 at most.",
    todo: "Choose another name.",
    seenIn: "either",
  },
  SVC025: {
    severity: "warning",
    title: "session affinity that something else defeats",
    why: "Affinity is kept by each node's proxy, for each port on its own. Where traffic enters at any node, or not through the proxy at all, clients change Pods all the same.",
    todo: "Use externalTrafficPolicy: Local, one protocol, and a cluster IP; or keep sessions where any Pod finds them.",
    seenIn: "either",
  },
} as const satisfies Record<string, CodeWords>;

export type Code = keyof typeof CODES;
