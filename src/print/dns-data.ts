import { searchPath } from "../model/dns-lookup.ts";
import { absolute, SPECIFICATION } from "../model/dns-records.ts";
import type { ServiceNames } from "./dns-text.ts";

/** What `-o json` and `-o yaml` print: the records of each Service, and what Pods may type. */
export function dnsData(services: readonly ServiceNames[], zone: string): object {
  return {
    specification: SPECIFICATION,
    zone: absolute(zone),
    services: services.map(({ namespace, name, domain, records, noRecords, unready, typed }) => ({
      namespace,
      name,
      domain,
      searchPath: searchPath(namespace, zone),
      records,
      ...(noRecords !== undefined && { noRecords }),
      ...(unready.length > 0 && { unready }),
      typed,
    })),
  };
}
