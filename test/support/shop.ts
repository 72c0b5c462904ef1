import { after } from "node:test";

import { runLine, type RunOptions, type Shown } from "./run.ts";
import { startTestSandbox, type TestSandbox } from "./sandbox.ts";

/** A sandbox that serves all tests of a file, each in a namespace of its own. */
export interface Shop {
  sandbox: TestSandbox;
  /** A new namespace, with what the manifests describe in it. */
  open(...manifests: string[]): Promise<Stall>;
}

export interface Stall {
  namespace: string;
  /** Runs a command line in the namespace; words are parted by spaces. */
  run(line: string | readonly string[], options?: Omit<RunOptions, "sandbox">): Promise<Shown>;
  /** Runs a command line and returns what it printed; it must succeed. */
  read(line: string | readonly string[]): Promise<string>;
}

/** Starts a sandbox for the tests of this file. */
export async function startShop(): Promise<Shop> {
  const sandbox = await startTestSandbox();
  after(() => sandbox.stop());
  let opened = 0;
  return {
    sandbox,
    open: async (...manifests) => {
      const namespace = `stall-${++opened}`;
      const stall = stallIn(namespace, sandbox);
      await stall.read(["create", "namespace", namespace]);
      for (const stdin of manifests) {
        const { error } = await stall.run("create -f -", { stdin });
        if (error) throw error;
      }
      await sandbox.whenIdle();
      return stall;
    },
  };
}

function stallIn(namespace: string, sandbox: TestSandbox): Stall {
  const words = (line: string | readonly string[]) => (typeof line === "string" ? line.split(" ") : line);
  const run: Stall["run"] = (line, options) => runLine(["-n", namespace, ...words(line)], { ...options, sandbox });
  return {
    namespace,
    run,
    read: async (line) => {
      const { stdout, error } = await run(line);
      if (error) throw error;
      return stdout;
    },
  };
}

export const WEB_SERVICE = `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80, targetPort: 80}]
`;

/** A Deployment of two replicas whose Pods have the labels app and, if given, others. */
export const deployment = (name: string, labels = ""): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  replicas: 2
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}${labels}}}
    spec: {containers: [{name: c, image: nginx, ports: [{containerPort: 80}]}]}
`;
