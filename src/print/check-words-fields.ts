import type { DeprecatedField } from "../model/finding-facts.ts";
import type { WordsOf } from "./check-words.ts";
import { portText, some } from "./check-lists.ts";

/** Fields of Services, and objects that name Services. */
export const fieldsWords = {
  "external-name-is-address": {
    says: ({ externalName }) => `The external name ${externalName} is an IP address, which no CNAME record can hold.`,
    help: () => "Use a Service without selector, and an EndpointSlice with the address.",
  },
  "external-name-is-itself": {
    says: ({ externalName }) => `The external name ${externalName} is the Service's own name.`,
    help: () => "Name a host in another domain.",
  },
  "external-name-ports": {
    says: ({ ports }) =>
      `The ports of an ExternalName Service have no effect: ${some(ports.map(portText))}. Clients choose the port.`,
    help: () => "Leave the ports out, unless an ingress controller asks for them.",
  },
  "deprecated-field": {
    says: ({ field }) => deprecated[field].says,
    evidence: ({ field, value }) => [`${field === "Endpoints" ? "mirrored by EndpointSlice" : "set to"} ${value}`],
    help: ({ field }) => deprecated[field].help,
  },
  "publishes-not-ready": { says: () => "publishNotReadyAddresses is set, and the Service is not headless." },
  "service-name-not-dns": {
    says: ({ name }) => (name === "" ? "The Service has no name." : `The name ${name} is no DNS label.`),
  },
  "stateful-set-without-service": {
    says: () => "The StatefulSet has no serviceName, so its Pods get no names of their own in DNS.",
    help: () => "If clients need to tell the Pods apart, create it anew with the name of a headless Service.",
  },
  "stateful-set-service-missing": {
    says: ({ service }) => `serviceName names ${service}, and there is no such Service.`,
  },
  "stateful-set-service-not-headless": {
    says: ({ service }) => `serviceName names ${service}, which is not headless.`,
  },
  "route-to-no-service": {
    says: ({ service }) => `The Service ${service} is not there.`,
    evidence: ({ at }) => [`from ${some(at)}`],
  },
  "route-to-no-port": {
    says: ({ service, port }) =>
      port === ""
        ? `The route names no port of the Service ${service}.`
        : `The Service ${service} has no port ${port}.`,
    evidence: ({ at, ports }) => [
      `from ${some(at)}`,
      ports.length > 0 ? `its ports: ${some(ports.map(portText))}` : "it has no ports",
    ],
  },
} satisfies Partial<WordsOf>;

const deprecated: Record<DeprecatedField, { says: string; help: string }> = {
  externalIPs: {
    says: "externalIPs is deprecated since Kubernetes 1.36: whoever may create Services can take any address with it.",
    help: "Use a load balancer, or the Gateway API.",
  },
  loadBalancerIP: {
    says: "loadBalancerIP is deprecated since Kubernetes 1.24: its meaning differs between providers.",
    help: "Use the annotation of your load balancer for it.",
  },
  PreferClose: {
    says: "The traffic distribution PreferClose is deprecated since Kubernetes 1.35.",
    help: "Write PreferSameZone: it means the same.",
  },
  Endpoints: {
    says: "The endpoints are written by hand as Endpoints, which are deprecated since Kubernetes 1.33.",
    help: "Write an EndpointSlice with the label kubernetes.io/service-name.",
  },
};
