import type { Pod } from "../../model/snapshot.ts";
import type { ControllerContext } from "../controllers/context.ts";
import type { ApiHandlers } from "../server.ts";
import { type Addresses, createAddresses } from "./addresses.ts";
import { createApiProxy } from "./api-proxy.ts";
import { type Backend, createBackends } from "./backends.ts";
import { createBalancer } from "./balance.ts";
import { runKubelets } from "./kubelet.ts";
import { runLeases } from "./leases.ts";
import { createNetwork } from "./network.ts";
import { runNodePorts } from "./node-ports.ts";
import { createPodLogs } from "./pod-log.ts";
import { createPodServer } from "./pod-server.ts";
import { runScheduler } from "./scheduler.ts";

export interface RunningNodes {
  /** Starts what waits for endpoints; called after the controllers have been started. */
  openNodePorts(): void;
  handlers: ApiHandlers;
  stop(): void;
}

/** Starts the scheduler, the kubelets and the network of the nodes. */
export function startNodes(context: ControllerContext): RunningNodes {
  const { objects, observer, now } = context;
  runScheduler(context);
  const addresses = createAddresses(context);
  runKubelets(context, addresses);
  runLeases(context);
  const logs = createPodLogs(now);
  const server = createPodServer(logs);
  const network = createNetwork(podFinder(context, addresses), server);
  const backends = createBackends(context);
  const balancer = createBalancer();
  observer.on(objects.pods.kind, ({ type, object }) => {
    if (type !== "DELETED") return;
    logs.forget(object.metadata?.uid ?? "");
    server.disconnect(object.metadata?.uid ?? "");
  });
  let nodePorts: { stop(): void } | undefined;
  return {
    openNodePorts: () => void (nodePorts = runNodePorts(context, backends, balancer, network)),
    handlers: {
      log: (pod, query, request, response) => logs.serve(pod as Pod, query, request, response),
      proxy: createApiProxy(context, backends, balancer, network),
    },
    stop: () => nodePorts?.stop(),
  };
}

/** The Pod behind an endpoint: the one that it names if it has that address, else the one that has it. */
function podFinder({ objects }: ControllerContext, addresses: Addresses) {
  return ({ pod, address }: Backend): Pod | undefined => {
    const named = pod === undefined ? undefined : objects.pods.get(pod);
    return named?.status?.podIP === address ? named : addresses.podAt(address);
  };
}
