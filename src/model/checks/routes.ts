import type { CheckWorld } from "../check-world.ts";
import type { Fact } from "../finding-facts.ts";
import { groupBy } from "../group-by.ts";
import type { HttpRoute, Ingress } from "../snapshot.ts";
import { portFact } from "./behind.ts";
import type { Located } from "./located.ts";

/** A Service and its port as a route names them, and where in the route. */
interface Backend {
  namespace: string;
  service: string;
  /** A number, or (in an Ingress) the port's name; undefined when the route names none. */
  port: number | string | undefined;
  at: string;
}

/** SVC018: Ingresses and HTTPRoutes that lead to nothing. */
export function checkRoutes(world: CheckWorld): Located[] {
  const { ingresses, httpRoutes } = world.around;
  return [
    ...ingresses.flatMap((object) => judge("Ingress", object, ingressBackends(object), world)),
    ...httpRoutes.flatMap((object) => judge("HTTPRoute", object, routeBackends(object), world)),
  ];
}

/** One fact for each Service and port, however many paths lead there. */
function judge(
  kind: Located["kind"],
  object: Located["object"],
  backends: readonly Backend[],
  world: CheckWorld,
): Located[] {
  const byTarget = groupBy(backends, ({ namespace, service, port }) => JSON.stringify([namespace, service, port]));
  return [...byTarget.values()].flatMap((group): Located[] => {
    const [backend] = group;
    const fact = backend && factOf(backend, [...new Set(group.map(({ at }) => at))], world);
    if (!fact) return [];
    return [{ kind, object, services: [{ namespace: backend.namespace, name: backend.service }], fact }];
  });
}

function factOf({ namespace, service, port }: Backend, at: readonly string[], world: CheckWorld): Fact | undefined {
  if (!world.knows(namespace)) return undefined;
  const found = world.service(namespace, service);
  if (!found) return { kind: "route-to-no-service", service, at };
  const ports = found.spec?.ports ?? [];
  const isThere = ports.some(({ name, port: number }) => port === undefined || port === number || port === name);
  // an ExternalName Service may go without ports: the proxy then takes the route's
  if (isThere || (found.spec?.type === "ExternalName" && ports.length === 0)) return undefined;
  return { kind: "route-to-no-port", service, port: String(port ?? ""), ports: ports.map(portFact), at };
}

function ingressBackends({ metadata, spec }: Ingress): Backend[] {
  const namespace = metadata?.namespace ?? "";
  const paths = (spec?.rules ?? []).flatMap(({ host = "", http }) =>
    (http?.paths ?? []).map(({ path, backend }) => ({ at: `${host}${path ?? "/"}`, backend })),
  );
  const whole = spec?.defaultBackend ? [{ at: "the default backend", backend: spec.defaultBackend }] : [];
  return [...whole, ...paths].flatMap(({ at, backend }): Backend[] => {
    const target = backend?.service;
    if (!target) return [];
    return [{ namespace, service: target.name, port: target.port?.number ?? target.port?.name, at }];
  });
}

function routeBackends({ metadata, spec }: HttpRoute): Backend[] {
  const own = metadata?.namespace ?? "";
  return (spec?.rules ?? []).flatMap(({ backendRefs = [] }, index) =>
    backendRefs.flatMap(({ group = "", kind = "Service", name = "", namespace = own, port }): Backend[] =>
      group === "" && kind === "Service" ? [{ namespace, service: name, port, at: `rule ${index + 1}` }] : [],
    ),
  );
}
