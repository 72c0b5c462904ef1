import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createCredentials, type Credentials } from "../../src/sandbox/certificates.ts";
import { type ClusterOptions, type RunningCluster, startCluster } from "../../src/sandbox/cluster.ts";
import { kubeconfigText } from "../../src/sandbox/kubeconfig-text.ts";

export interface TestSandbox extends RunningCluster {
  credentials: Credentials;
  /** The text of a kubeconfig for it, and a file that holds it. */
  kubeconfig: string;
  kubeconfigPath: string;
  /** What went wrong inside; a test of a healthy cluster may expect it to be empty. */
  errors: unknown[];
}

let credentials: Promise<Credentials> | undefined;

/**
 * An embedded cluster in this process, on a free port, with nothing in it but its nodes and namespaces. Node ports are
 * not listened on unless asked for, so that tests that run side by side do not take each other's. Stop it in the end:
 * `t.after(() => sandbox.stop())`.
 */
export async function startTestSandbox(options: Partial<ClusterOptions> = {}): Promise<TestSandbox> {
  const errors: unknown[] = [];
  const made = options.credentials ?? (await (credentials ??= createCredentials(new Date())));
  const cluster = await startCluster({
    nodes: 3,
    port: 0,
    loadBalancer: false,
    nodePorts: false,
    credentials: made,
    now: () => new Date(),
    onError: (error) => errors.push(error),
    ...options,
  });
  const folder = await mkdtemp(join(tmpdir(), "svcctl-test-"));
  const kubeconfig = kubeconfigText(cluster.url, made);
  const kubeconfigPath = join(folder, "kubeconfig");
  await writeFile(kubeconfigPath, kubeconfig, { mode: 0o600 });
  return {
    ...cluster,
    credentials: made,
    kubeconfig,
    kubeconfigPath,
    errors,
    stop: async () => {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
