import type { IncomingMessage, ServerResponse } from "node:http";

import { containerPorts, type ServicePort } from "../../model/ports.ts";
import type { ControllerContext } from "../controllers/context.ts";
import type { ProxyTarget } from "../server.ts";
import { ApiError, badRequest, notFound } from "../status.ts";
import type { Backend, Backends } from "./backends.ts";
import type { Balancer } from "./balance.ts";
import type { Network } from "./network.ts";

/** Answers `services/NAME/proxy` and `pods/NAME/proxy`, with the API server's own words where it cannot. */
export function createApiProxy(context: ControllerContext, backends: Backends, balancer: Balancer, network: Network) {
  return (target: ProxyTarget, request: IncomingMessage, response: ServerResponse): void => {
    const backend =
      target.resource === "pods" ? podBackend(context, target) : serviceBackend(context, backends, balancer, target);
    network.forward(target.scheme, backend, target.path, request, response);
  };
}

const unavailable = (message: string): ApiError => new ApiError(503, "ServiceUnavailable", message);

/** A port is named, or numbered by the Service; a request that names none means the unnamed one (ResourceLocation). */
function serviceBackend(
  { objects }: ControllerContext,
  backends: Backends,
  balancer: Balancer,
  { namespace, name, port, scheme }: ProxyTarget,
): Backend {
  const service = objects.services.get(`${namespace}/${name}`);
  if (!service) throw notFound(objects.services.kind, name);
  const ports = service.spec?.ports ?? [];
  const isNumber = /^\d+$/.test(port);
  const wanted = ports.find((one) => (isNumber ? one.port === Number(port) : (one.name ?? "") === port));
  if (isNumber && !wanted) throw unavailable(`no service port ${port} found for service "${name}"`);
  if (!backends.hasAny(service)) throw unavailable(`no endpoints available for service "${name}"`);
  const found = wanted && balancer.choose(service, portName(wanted), backends.of(service, wanted, false));
  if (found) return found;
  const id = port === "" ? name : `${scheme === "https" ? "https:" : ""}${name}:${port}`;
  throw unavailable(`no endpoints available for service "${id}"`);
}

const portName = ({ name, port }: ServicePort): string => name ?? String(port);

/** A Pod's port is a number, or the name of a container port; the first one of the Pod when none is named. */
function podBackend({ objects }: ControllerContext, { namespace, name, port }: ProxyTarget): Backend {
  const key = `${namespace}/${name}`;
  const pod = objects.pods.get(key);
  if (!pod) throw notFound(objects.pods.kind, name);
  const address = pod.status?.podIP;
  if (!address) throw badRequest("address not allowed");
  const declared = containerPorts(pod);
  const number = /^\d+$/.test(port) ? Number(port) : declared.find((one) => !port || one.name === port)?.containerPort;
  if (number === undefined && port !== "") {
    throw unavailable(`error trying to reach service: dial tcp: lookup tcp/${port}: unknown port`);
  }
  return { address, port: number ?? 80, pod: key };
}
