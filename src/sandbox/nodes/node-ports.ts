import { createServer, type Server, type Socket } from "node:net";

import { protocolOf } from "../../model/ports.ts";
import type { EndpointSlice, Service } from "../../model/snapshot.ts";
import type { ControllerContext } from "../controllers/context.ts";
import { keyOf } from "../controllers/observe.ts";
import { type Backends, sliceServices } from "./backends.ts";
import type { Balancer } from "./balance.ts";
import { createHealthChecks } from "./health-checks.ts";
import type { Network } from "./network.ts";

const HOST = "127.0.0.1";

/** One port of this machine, and who is connected to it. */
interface Listener {
  server: Server;
  clients: Set<Socket>;
  /** Another program has the port. */
  failed: boolean;
}

/**
 * Listens on 127.0.0.1 for each node port as long as something stands behind it, so that a connection without a backend
 * is refused, as kube-proxy does. All nodes share this one address, so that with externalTrafficPolicy Local every
 * endpoint is on the node that was asked. A port that another program has becomes an Event of the Service.
 */
export function runNodePorts(
  context: ControllerContext,
  backends: Backends,
  balancer: Balancer,
  network: Network,
): { stop(): void } {
  const { loop, observer } = context;
  const { services, endpointSlices } = context.objects;
  const open = new Map<string, Map<number, Listener>>();
  const serve = createConnector(context, backends, balancer, network);

  const queue = loop.queue((key) => {
    const service = services.get(key);
    const before = open.get(key) ?? new Map<number, Listener>();
    const wanted = service ? usedPorts(service, backends) : [];
    const after = wanted.map((port): [number, Listener] => {
      const known = before.get(port);
      return [port, known && !known.failed ? known : listen(context, key, port, serve)];
    });
    open.set(key, new Map(after));
    for (const [port, listener] of before) if (!wanted.includes(port)) listener.server.close();
    if (service) return;
    open.delete(key);
    balancer.forget(key);
  });
  observer.on(services.kind, ({ object }) => queue.add(keyOf(object)));
  observer.on(endpointSlices.kind, ({ object, previous }) => {
    for (const slice of previous ? [previous, object] : [object]) {
      for (const key of sliceServices(slice as EndpointSlice)) queue.add(key);
    }
  });
  return {
    stop() {
      for (const { server, clients } of [...open.values()].flatMap((listeners) => [...listeners.values()])) {
        server.close();
        for (const client of clients) client.destroy();
      }
    },
  };
}

type Connector = (key: string, nodePort: number, client: Socket) => void;

/** Leads connections on. What stands behind a port is looked up each time: a listener outlives changes of its Service. */
function createConnector(
  { objects }: ControllerContext,
  backends: Backends,
  balancer: Balancer,
  network: Network,
): Connector {
  const healthChecks = createHealthChecks();
  return (key, nodePort, client) => {
    const service = objects.services.get(key);
    if (service && nodePort === healthPortOf(service)) {
      const all = () => nodePortsOf(service).flatMap((port) => backends.of(service, port, false));
      const count = () => new Set(all().map(({ address }) => address)).size;
      return healthChecks.accept(service, count, client);
    }
    const port = service && nodePortsOf(service).find((one) => one.nodePort === nodePort);
    const choice = port ? backends.of(service, port, true) : [];
    const backend = service && balancer.choose(service, String(nodePort), choice, client.remoteAddress);
    if (backend) network.connect(backend, client);
    else client.resetAndDestroy();
  };
}

function nodePortsOf({ spec }: Service) {
  const hasPorts = spec?.type === "NodePort" || spec?.type === "LoadBalancer";
  return hasPorts ? (spec.ports ?? []).filter((port) => port.nodePort && protocolOf(port) === "TCP") : [];
}

/** Where load balancers ask which nodes have endpoints of a Service that only uses those of the node. */
function healthPortOf({ spec }: Service): number | undefined {
  const asks = spec?.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
  return asks ? spec.healthCheckNodePort : undefined;
}

/** The node ports behind which something stands, and the one for health checks. */
function usedPorts(service: Service, backends: Backends): number[] {
  const health = healthPortOf(service);
  const used = nodePortsOf(service).filter((port) => backends.of(service, port, true).length > 0);
  return [...used.flatMap(({ nodePort }) => nodePort ?? []), ...(health ? [health] : [])];
}

function listen({ objects, record }: ControllerContext, key: string, port: number, serve: Connector): Listener {
  const clients = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    clients.add(client);
    client.on("error", () => client.destroy());
    client.once("close", () => clients.delete(client));
    serve(key, port, client);
  });
  const listener: Listener = { server, clients, failed: false };
  server.on("error", ({ message }) => {
    listener.failed = true;
    const service = objects.services.get(key);
    const note = { type: "Warning" as const, reason: "NodePortNotAvailable", component: "kube-proxy" };
    if (service) record(service, { ...note, message: `Cannot listen on ${HOST}:${port}: ${message}` });
  });
  server.listen(port, HOST);
  return listener;
}
