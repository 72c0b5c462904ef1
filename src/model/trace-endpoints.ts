import { familyOf } from "./addresses.ts";
import { normalAddress } from "./dataplane/ip.ts";
import { hostPort } from "./dataplane/names.ts";
import { isExternallyAccessible } from "./dataplane/topology.ts";
import type { EndpointRow } from "./endpoint-rows.ts";
import { protocolOf, servingContainers, type ServicePort } from "./ports.ts";
import type { Share, TracedContainer, TracedEndpoint } from "./trace.ts";
import { type Choices, sharesOf } from "./trace-choices.ts";

/**
 * The ends of the ways to a port: a line for each address of each row. `families` is empty where no proxy stands before
 * the endpoints: a headless Service's clients choose for themselves.
 */
export function tracedEndpoints(rows: readonly EndpointRow[], families: readonly Choices[]): TracedEndpoint[] {
  const shares = families.map((choices) => ({
    family: familyOf(choices.port.clusterIp),
    inside: sharesOf(choices, "inside"),
    outside: isReachable(choices) ? sharesOf(choices, "outside") : undefined,
    isOfNode: !choices.isFromOne && { inside: choices.port.internalLocal, outside: choices.port.externalLocal },
  }));
  return rows.flatMap((row) => {
    // a Pod that is left out is one line, whatever addresses it has
    const addresses = row.addresses.length > 0 ? row.addresses.slice(0, isOut(row) ? 1 : undefined) : [undefined];
    return addresses.map((ip): TracedEndpoint => {
      const address = ip === undefined ? undefined : addressOf(ip, row.target);
      const own = shares.find(({ family }) => ip !== undefined && family === familyOf(ip));
      const share = (side: "inside" | "outside"): Share | undefined => {
        const known = own?.[side];
        if (!own || !known || address === undefined) return undefined;
        return known.get(address) ?? { ...NOTHING, isOfNode: own.isOfNode && own.isOfNode[side] };
      };
      const [inside, outside] = [share("inside"), share("outside")];
      const state = stateOf(row, [inside, outside], families.length > 0);
      return { row, address, inside, outside, container: containerOf(row), state };
    });
  });
}

const isOut = ({ state }: EndpointRow): boolean => state === "excluded";

const NOTHING = { least: 0, most: 0 };

const isReachable = ({ port }: Choices): boolean => isExternallyAccessible(port) || port.proxiedIps.length > 0;

function addressOf(ip: string, target: EndpointRow["target"]): string {
  const normal = normalAddress(ip) ?? ip;
  return typeof target === "number" ? hostPort(normal, target) : normal;
}

/** A ready endpoint with a reason beside it gets traffic, and may not be able to answer. */
function stateOf(
  { state, reasons }: EndpointRow,
  shares: readonly (Share | undefined)[],
  isProxied: boolean,
): TracedEndpoint["state"] {
  const gets = isProxied ? shares.some((share) => share && share.most > 0) : state === "ready";
  if (gets) return reasons.length > 0 || state !== "ready" ? "warning" : "ok";
  return state === "ready" ? "idle" : "broken";
}

/** The container that declares the target; the only one there is, where none does. */
function containerOf({ pod, port, target }: EndpointRow): TracedContainer | undefined {
  if (!pod) return undefined;
  const containers = servingContainers(pod);
  const wanted = port ? protocolOf(port) : undefined;
  for (const { name, ports = [] } of containers) {
    const found = ports.find((own) => own.containerPort === target && (!wanted || protocolOf(own) === wanted));
    if (found) return { name, portName: found.name || undefined, isDeclared: true };
  }
  const [only, ...others] = containers;
  return only && others.length === 0 ? { name: only.name, portName: undefined, isDeclared: false } : undefined;
}

/** Whether a row stands for a Pod that the selector takes in, or an address: not for one that it nearly takes in. */
export const isBehind = ({ reasons }: EndpointRow): boolean => !reasons.some(({ kind }) => kind === "label-differs");

/** A port's rows among those of its Service. */
export const rowsOf = (rows: readonly EndpointRow[], port: ServicePort | undefined): EndpointRow[] =>
  rows.filter((row) => row.port === port);
