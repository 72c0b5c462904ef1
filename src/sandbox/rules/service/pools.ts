import { formatIp, parseIp } from "../ip-address.ts";
import { createPool, type Pool } from "../pool.ts";

/** 10.96.0.0/16, without its first and last address; the first 256 are left to those who name one. */
const range = { network: toNumber("10.96.0.0"), text: "10.96.0.0/16", size: 65_536, band: 256 };

/** What Services hold of the cluster, each once. */
export interface ServicePools {
  addresses: AddressPool;
  nodePorts: Pool;
}

export const nodePortRange = { first: 30_000, upper: 30_086, last: 32_767 };

/** Cluster IPs, as texts. */
export interface AddressPool {
  /** Why the address cannot be had, in the allocator's words; undefined when it can. */
  refusal(address: string): string | undefined;
  /** Why it could never be had: asked on a dry run, which takes nothing and so looks at nobody else's. */
  misplaced(address: string): string | undefined;
  take(address: string): void;
  release(address: string): void;
  propose(): string | undefined;
  /** What a dry run shows. */
  readonly dryRunAddress: string;
}

export function createServicePools(random: () => number): ServicePools {
  return { addresses: createAddressPool(random), nodePorts: createPool(nodePortRange, random) };
}

function createAddressPool(random: () => number): AddressPool {
  const first = range.network + 1;
  const pool = createPool({ first, upper: first + range.band, last: range.network + range.size - 2 }, random);
  const misplaced = (address: string): string | undefined => {
    const value = toNumber(address);
    if (value < range.network || value >= range.network + range.size) {
      return "the provided network does not match the current range";
    }
    if (pool.contains(value)) return undefined;
    return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${range.text}`;
  };
  return {
    misplaced,
    refusal: (address) =>
      misplaced(address) ?? (pool.isTaken(toNumber(address)) ? "provided IP is already allocated" : undefined),
    take: (address) => pool.take(toNumber(address)),
    release: (address) => pool.release(toNumber(address)),
    propose() {
      const value = pool.propose();
      return value === undefined ? undefined : toAddress(value);
    },
    dryRunAddress: toAddress(range.network),
  };
}

/** NaN, which no range holds, for what is no IPv4 address. */
function toNumber(address: string): number {
  const bytes = parseIp(address)?.bytes ?? [];
  return bytes.length === 4 ? bytes.reduce((sum, byte) => sum * 256 + byte, 0) : Number.NaN;
}

const toAddress = (value: number): string =>
  formatIp({ bytes: [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff), leadingZeros: false });
