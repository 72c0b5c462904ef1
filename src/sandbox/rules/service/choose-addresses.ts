import type { ServiceSpec } from "../../../model/kinds.ts";
import type { Service } from "../../../model/snapshot.ts";
import type { Cause } from "../../types.ts";
import { checkPathSegment } from "../content.ts";
import { invalid, invalidEach, required } from "../field-error.ts";
import type { AddressPool } from "./pools.ts";

/** Writes a cluster IP into the spec: the one that is asked for, or a free one. */
export function chooseAddresses(service: Service, spec: ServiceSpec, pool: AddressPool, dryRun: boolean): Cause[] {
  if (spec.type === "ExternalName" || spec.clusterIPs?.[0] === "None") return [];
  const [wanted] = spec.clusterIPs ?? [];
  const refuse = (why: string): Cause[] => [
    invalid("spec.clusterIPs", [wanted ?? ""], `failed to allocate IP${wanted ? ` ${wanted}` : ""}: ${why}`),
  ];
  const refusal = wanted && (dryRun ? pool.misplaced(wanted) : pool.refusal(wanted));
  if (refusal) return refuse(refusal);
  const address = wanted || (dryRun ? pool.dryRunAddress : pool.propose());
  if (address === undefined) return refuse("range is full");

  const [unowned] = dryRun ? [] : refuseOwner(service);
  if (unowned)
    return refuse(`IPAddress.networking.k8s.io "${address}" is invalid: ${unowned.field}: ${unowned.message}`);
  spec.clusterIP = address;
  spec.clusterIPs = [address];
  return [];
}

/** The server notes an address as an IPAddress object that names its Service: that name is judged first. */
function refuseOwner({ metadata }: Service): Cause[] {
  const field = "spec.parentRef.name";
  return metadata?.name ? invalidEach(field, metadata.name, checkPathSegment(metadata.name)) : [required(field)];
}
