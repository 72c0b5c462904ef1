import { setMaxListeners } from "node:events";

import type { ConnectOptions } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import type { ClusterConfig } from "../kubeconfig/cluster-config.ts";
import { missingFile } from "../kubeconfig/choose.ts";
import { inClusterKubeconfig } from "../kubeconfig/in-cluster.ts";
import { readKubeconfigFiles } from "../kubeconfig/read.ts";
import { resolveConfig } from "../kubeconfig/resolve.ts";
import { linkSignals } from "../link-signals.ts";
import { escapeText } from "../print/escape.ts";
import { createAuthenticator } from "./auth.ts";
import type { Cluster } from "./client.ts";
import { LiveCluster } from "./live-cluster.ts";
import { ResourceFinder } from "./resource-finder.ts";
import { type Pace, realPace } from "./retry.ts";
import { traceRequests } from "./trace-requests.ts";
import { checkServerVersion } from "./server-version.ts";
import { Transport } from "./transport.ts";
import { WatchEnds } from "./watch-end.ts";

/** What connecting needs of the outside world. */
export interface World {
  env: Readonly<Record<string, string | undefined>>;
  now: () => Date;
  signal: AbortSignal;
  /** A line of conversation on stderr. */
  note(text: string): void;
  /** A `Warning: 299` header's text; main shows each once. */
  warn(text: string): void;
  /** Something begins that may take long; the function that comes back says that it is over. Silent when absent. */
  progress?: (doing: string) => () => void;
  /** The sandbox that runs on this machine, and whether its use is to be told; undefined when none does. */
  runningSandbox(): Promise<{ kubeconfig: string; isNews: boolean } | undefined>;
  /** Delays and chance; the real ones when absent. */
  pace?: Pace;
  /** Where a Pod finds its service account; the usual place when absent. */
  serviceAccountDir?: string;
}

/**
 * Finds the cluster that flags and environment mean, and makes ready to talk to it; no request is sent yet, but for the
 * server's version under --match-server-version. Tried in this order: kubeconfig files and flags, the Pod that svcctl runs in, a running sandbox.
 */
export async function connect(options: ConnectOptions, outside: World): Promise<Cluster> {
  const world = options.signal ? { ...outside, signal: linkSignals([outside.signal, options.signal]).signal } : outside;
  const config = await findConfig(options, world);
  const { requestTimeout = 0 } = options;
  const { env, now, signal, warn, note, pace = realPace, progress = silent } = world;
  // each of the requests under way waits for the interruption, however many there are
  setMaxListeners(0, signal);
  const authenticator = await createAuthenticator(config, world);
  const trace = traceRequests(options.verbosity ?? 0, note);
  const transport = new Transport({ config, authenticator, env, requestTimeout, signal, pace, trace, warn, progress });
  const { server, namespace } = config;
  if (options.matchServerVersion) await checkServerVersion(transport);
  const finder = new ResourceFinder(transport, warn);
  return new LiveCluster({
    server,
    namespace,
    transport,
    finder,
    now,
    watchEnds: new WatchEnds(requestTimeout, note),
    signal,
    watchWorld: { pace, note },
  });
}

const silent = () => () => {};

async function findConfig(options: ConnectOptions, world: World): Promise<ClusterConfig> {
  const files = await readKubeconfigFiles(options, world.env);
  if (options.kubeconfig && !files.found) throw missingFile(options.kubeconfig);
  const edit = files.edit.bind(files);
  const config = await resolveConfig(files.merged, options, edit);
  if (config) return config;
  const pod = await inClusterKubeconfig(world.env, world.serviceAccountDir);
  const own = pod && (await resolveConfig(pod, options, edit));
  if (own) return own;
  if (!options.kubeconfig) {
    const sandbox = await sandboxConfig(options, world);
    if (sandbox) return sandbox;
  }
  throw noCluster(files.found ? files.paths : []);
}

async function sandboxConfig(options: ConnectOptions, world: World): Promise<ClusterConfig | undefined> {
  const sandbox = await world.runningSandbox();
  if (!sandbox) return undefined;
  const files = await readKubeconfigFiles({ kubeconfig: sandbox.kubeconfig }, {});
  const config = await resolveConfig(files.merged, options, files.edit.bind(files));
  if (config && sandbox.isNews)
    world.note(`No kubeconfig names a cluster: using the sandbox at ${escapeText(config.server)}.`);
  return config;
}

function noCluster(paths: readonly string[]): CliError {
  const why = paths.length === 0 ? "there is no kubeconfig" : `${paths.join(", ")} names no current context`;
  return new CliError(`no cluster to talk to: ${why}, and no sandbox is running`, {
    exitCode: ExitCode.noConnection,
    hint: "Start an embedded cluster with 'svcctl sandbox start', or name a kubeconfig with --kubeconfig.",
  });
}
