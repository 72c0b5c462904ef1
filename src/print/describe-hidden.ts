import type { Service } from "../model/snapshot.ts";
import { aside, type Line } from "./tabbed.ts";

/** Who keeps the object, and what still keeps it when it is being deleted: kubectl shows neither. */
export function ownLines({ metadata }: Service): Line[] {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller) ?? metadata?.ownerReferences?.[0];
  const finalizers = metadata?.finalizers ?? [];
  return [
    ...(owner ? [aside("Controlled By:", `${owner.kind}/${owner.name}`)] : []),
    ...(metadata?.deletionTimestamp ? [aside("Deleting:", `since ${metadata.deletionTimestamp}`)] : []),
    ...(finalizers.length > 0 ? [aside("Finalizers:", finalizers.join(", "))] : []),
  ];
}

type Ingress = NonNullable<NonNullable<NonNullable<Service["status"]>["loadBalancer"]>["ingress"]>;

/** Ports that the load balancer could not serve. */
export function ingressErrors(ingress: Ingress): Line[] {
  return ingress.flatMap(({ ip, hostname, ports }) =>
    (ports ?? []).flatMap(({ port, protocol, error }) =>
      error ? [aside("Ingress Error:", `${ip ?? hostname ?? ""} ${port}/${protocol}: ${error}`)] : [],
    ),
  );
}

/** The Service's conditions, which cloud controllers write. */
export function conditionLines({ status }: Service): Line[] {
  return (status?.conditions ?? []).map(({ type, status: state, reason, message }) =>
    aside("Condition:", `${type}=${state}${reason ? ` (${reason})` : ""}${message ? `: ${message}` : ""}`),
  );
}
