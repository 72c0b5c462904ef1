import { furnishCluster, keepKubernetesService } from "./bootstrap.ts";
import type { Credentials } from "./certificates.ts";
import { createContext } from "./controllers/context.ts";
import { isNamespaceGoing } from "./controllers/namespaces.ts";
import { startControllers } from "./controllers/start.ts";
import { createWorkLoop } from "./controllers/work-loop.ts";
import { furnishKubeProxyMap } from "./kube-proxy-map.ts";
import { startNodes } from "./nodes/start.ts";
import { createRegistry } from "./registry.ts";
import { createStrategies } from "./rules/strategies.ts";
import { serveApi } from "./server.ts";
import type { Registry, RegistryState } from "./types.ts";

export interface ClusterOptions {
  /** How many nodes: node-1 to node-N. */
  nodes: number;
  /** 0: any free port. */
  port: number;
  /** Give addresses to Services of type LoadBalancer. */
  loadBalancer: boolean;
  /** Listen on 127.0.0.1 for each node port. */
  nodePorts: boolean;
  credentials: Credentials;
  now: () => Date;
  /** From 0 to 1: chooses names, addresses and ports. Math.random when absent. */
  random?: () => number;
  /** What an earlier cluster dumped. */
  state?: RegistryState;
  /** Hears of faults in controllers, which do not end the cluster. */
  onError(error: unknown): void;
}

/** The embedded cluster: the API, its controllers and its nodes, in this process. */
export interface RunningCluster {
  /** https://127.0.0.1:PORT */
  url: string;
  port: number;
  registry: Registry;
  /** Resolves when the controllers and nodes have done all that the last changes ask for, timed steps left out. */
  whenIdle(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a cluster, and resolves when it answers. Rejects with node's own error when the port is taken. */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const { credentials, now, random = Math.random, state, port, onError, loadBalancer } = options;
  const registry = createRegistry({ now, random, strategies: createStrategies(random), ...(state && { state }) });
  const loop = createWorkLoop((error) => {
    if (!isNamespaceGoing(error)) onError(error);
  });
  const context = createContext(registry, loop, now);
  const nodes = startNodes(context);
  startControllers(context, { loadBalancer, ca: credentials.ca });
  if (options.nodePorts) nodes.openNodePorts();
  const halt = () => {
    loop.stop();
    context.observer.stop();
    nodes.stop();
  };
  furnishCluster(context.objects, options.nodes, now());
  furnishKubeProxyMap(context.objects);
  const tls = { ...credentials.server, ca: credentials.ca };
  const { token, client } = credentials;
  const access = { tls, token, clientCertificate: client.cert };
  const serving = serveApi({ registry, now, ...access, port, handlers: nodes.handlers });
  const api = await serving.catch((error: unknown) => {
    halt();
    throw error;
  });
  keepKubernetesService(context, api.port);
  await loop.whenIdle();
  return {
    url: api.url,
    port: api.port,
    registry,
    whenIdle: loop.whenIdle,
    async stop() {
      await api.close();
      halt();
    },
  };
}
