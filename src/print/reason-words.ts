import { humanDuration } from "../model/age.ts";
import type { EndpointState, Reason } from "../model/membership.ts";

/** What the states of endpoints are called. */
export const stateWords: Record<EndpointState, string> = {
  ready: "ready",
  terminating: "serving while terminating",
  "not-ready": "not ready",
  excluded: "excluded",
};

/** Why a Pod or an address gets no traffic, in one line. Text from the cluster in it is not escaped yet. */
export function reasonText(reason: Reason): string {
  return words[reason.kind](reason as never);
}

/** All reasons in one line. */
export const reasonsText = (reasons: readonly Reason[]): string => reasons.map(reasonText).join("; ");

const words: { [Kind in Reason["kind"]]: (reason: Extract<Reason, { kind: Kind }>) => string } = {
  "label-differs": ({ key, wanted, found, under }) => {
    const has =
      found !== undefined ? `${key}=${found}` : under !== undefined ? `${under}=${wanted}` : `no label ${key}`;
    return `selector wants ${key}=${wanted}, Pod has ${has}`;
  },
  phase: ({ phase, message }) => withMessage(`phase ${phase}`, message),
  "no-pod-ip": () => "Pod has no IP",
  "not-ready": ({ message, waiting }) =>
    [message ?? "its Ready condition is not True", ...waiting.map(({ name, reason }) => `${name}: ${reason}`)].join(
      ", ",
    ),
  "readiness-gate": ({ condition, status, message }) =>
    withMessage(`readiness gate ${condition} is ${status}`, message),
  "published-unready": () => "published although not ready (publishNotReadyAddresses)",
  "said-by-hand": ({ slice }) => `EndpointSlice ${slice}, kept by hand, says so`,
  "no-container-port": ({ name, protocol, declared }) =>
    `no container port named ${name} for ${protocol}` +
    (declared.length > 0 ? ` (there is ${declared.join(", ")})` : " (none has a name)"),
  "protocol-differs": ({ name, wanted, found }) => `container port ${name} is ${found}, not ${wanted}`,
  deleting: ({ secondsLeft }) =>
    secondsLeft < 0
      ? `being deleted, ${humanDuration(-secondsLeft * 1000)} overdue`
      : `being deleted, ${humanDuration(secondsLeft * 1000)} left`,
  "wrong-family": ({ wanted, found }) => `address is ${found.join(", ")}, Service wants ${wanted.join(", ")}`,
  "host-network-clash": ({ pod, address, port }) => `shares ${address}:${port} on the node's network with Pod ${pod}`,
  "not-in-slices": () => "in no EndpointSlice",
  "no-such-pod": ({ pod }) => `there is no Pod ${pod}`,
  "stale-address": ({ addresses }) =>
    addresses.length > 0 ? `Pod's address is ${addresses.join(", ")} now` : "Pod has no IP",
  "not-selected": ({ slice }) => `selector leaves it out, EndpointSlice ${slice} lists it`,
  "slice-behind": ({ slice, sliceSays, podSays }) =>
    `EndpointSlice ${slice} says ${stateWords[sliceSays]}, the Pod's state is ${stateWords[podSays]}`,
  "host-name": () => "address type FQDN: kube-proxy ignores host names",
};

const withMessage = (text: string, message: string | undefined): string =>
  message === undefined || message === "" ? text : `${text}: ${message}`;
