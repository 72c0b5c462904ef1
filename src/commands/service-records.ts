import { type ServiceRecords, serviceRecords } from "../model/dns-records.ts";
import { indexSlices } from "../model/slice-endpoints.ts";
import type { Snapshot } from "../model/snapshot.ts";

/** The DNS records of each Service. */
export function recordsOf(objects: Pick<Snapshot, "services" | "endpointSlices">, zone: string): ServiceRecords[] {
  const slicesOf = indexSlices(objects.endpointSlices);
  return objects.services.map((service) => {
    const { namespace = "", name = "" } = service.metadata ?? {};
    return serviceRecords(service, slicesOf(namespace, name), zone);
  });
}
