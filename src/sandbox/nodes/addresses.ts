import type { Node, Pod } from "../../model/snapshot.ts";
import type { ControllerContext } from "../controllers/context.ts";
import { createIndex } from "../controllers/observe.ts";

/** The addresses of Pods. */
export interface Addresses {
  /** The Pod that has this address now, if it is a Pod's own and not a node's. */
  podAt(address: string): Pod | undefined;
  /** A free address of the node's range; undefined when all are taken. None is given again before the range is used up. */
  next(node: Node): string | undefined;
}

export function createAddresses({ observer, objects }: ControllerContext): Addresses {
  const index = createIndex<Pod>(observer, objects.pods.kind, ({ spec, status }) =>
    spec?.hostNetwork ? [] : (status?.podIPs ?? []).flatMap(({ ip }) => ip ?? []),
  );
  const given = new Map<string, number>();
  return {
    podAt: (address) => index.get(address)[0],
    next({ metadata, spec }) {
      const name = metadata?.name ?? "";
      const { start, size } = parseRange(spec?.podCIDR ?? "");
      const last = given.get(name) ?? 0;
      for (let step = 0; step < size; step++) {
        const offset = (last + step) % size;
        const address = toText(start + FIRST + offset);
        if (index.count(address) > 0) continue;
        given.set(name, offset + 1);
        return address;
      }
      return undefined;
    },
  };
}

/** The first two addresses of a range are the network's and the gateway's, the last is for broadcasts. */
const FIRST = 2;
const RESERVED = 3;

/** The first address of an IPv4 range as a number, and how many of its addresses Pods may have. */
function parseRange(cidr: string): { start: number; size: number } {
  const [address = "", prefix = "32"] = cidr.split("/");
  const start = address.split(".").reduce((number, part) => number * 256 + Number(part), 0);
  return { start, size: Math.max(0, 2 ** (32 - Number(prefix)) - RESERVED) };
}

const toText = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
