import type { TestContext } from "node:test";

import type { LabelSelector } from "../../src/model/selector.ts";
import type { Deployment, KubeObject, Pod, PodTemplate, Service } from "../../src/model/snapshot.ts";
import { type ClusterObjects, clusterObjects } from "../../src/sandbox/controllers/cluster-objects.ts";
import { isReady } from "../../src/sandbox/controllers/pods.ts";
import { startTestSandbox, type TestSandbox } from "./sandbox.ts";

/** A sandbox in this process, with its objects at hand. */
export interface TestCluster extends TestSandbox {
  objects: ClusterObjects;
  /** Resolves with what `find` returns as soon as that is neither undefined nor false: it is asked after each change. */
  until<T>(what: string, find: () => T | undefined | false): Promise<T>;
  /** Every Event so far, as `REASON MESSAGE`. */
  events(name?: string): string[];
}

const PATIENCE_MS = 10_000;

export async function startTestCluster(
  t: TestContext,
  options: Parameters<typeof startTestSandbox>[0] = {},
): Promise<TestCluster> {
  const sandbox = await startTestSandbox(options);
  t.after(() => sandbox.stop());
  const objects = clusterObjects(sandbox.registry, "test");
  return {
    ...sandbox,
    objects,
    until: (what, find) => until(sandbox, what, find),
    events: (name) =>
      objects.events
        .list()
        .filter((event) => name === undefined || (event["involvedObject"] as { name: string }).name === name)
        .map((event) => `${String(event["reason"])} ${String(event["message"])}`),
  };
}

function until<T>({ registry }: TestSandbox, what: string, find: () => T | undefined | false): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`waited too long for ${what}`));
    }, PATIENCE_MS);
    const look = () => {
      const found = find();
      if (found === undefined || found === false) return;
      clearTimeout(timer);
      stop();
      resolve(found);
    };
    const stop = registry.subscribe(() => setImmediate(look));
    look();
  });
}

/** A Pod template whose one container listens on these ports. */
export function template(
  app: string,
  ports: object[] = [{ name: "http", containerPort: 80 }],
  more: object = {},
): PodTemplate {
  return {
    metadata: { labels: { app } },
    spec: { containers: [{ name: "main", image: "nginx:1.15", ports, ...more } as never] },
  };
}

export function deployment(
  app: string,
  replicas: number,
  spec: Partial<NonNullable<Deployment["spec"]>> = {},
): Deployment {
  const selector: LabelSelector = { matchLabels: { app } };
  return {
    metadata: { name: app, namespace: "default" },
    spec: { replicas, selector, template: template(app), ...spec },
  };
}

export function barePod(name: string, labels: Record<string, string>, spec: object = {}): Pod {
  const containers = [{ name: "main", image: "nginx:1.15", ports: [{ name: "http", containerPort: 80 }] }];
  return { metadata: { name, namespace: "default", labels }, spec: { containers, ...spec } } as Pod;
}

export function serviceFor(app: string, spec: object = {}): Service {
  return {
    metadata: { name: app, namespace: "default" },
    spec: { selector: { app }, ports: [{ port: 80 }], ...spec },
  } as Service;
}

/** Gives a node one more label. */
export function labelNode({ objects }: TestCluster, name: string, key: string, value: string): void {
  const node = objects.nodes.get(name);
  objects.nodes.update({
    ...node,
    metadata: { ...node?.metadata, labels: { ...node?.metadata?.labels, [key]: value } },
  });
}

export const ZONE = "topology.kubernetes.io/zone";

/** The Pods with this label that are ready and stay. */
export function readyPods({ objects }: TestCluster, app: string): Pod[] {
  return objects.pods
    .list("default")
    .filter((pod) => pod.metadata?.labels?.["app"] === app && isReady(pod) && !pod.metadata.deletionTimestamp);
}

const VOLATILE = new Set([
  "uid",
  "resourceVersion",
  "creationTimestamp",
  "managedFields",
  "lastTransitionTime",
  "lastUpdateTime",
  "startTime",
  "startedAt",
  "nodeName",
]);

/** An object without what differs from run to run: identities, times, addresses, generated names and hashes. */
export function steady(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(steady);
  if (typeof value === "string") return steadyText(value);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value as KubeObject).filter(([key]) => !VOLATILE.has(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, steady(item)]));
}

function steadyText(text: string): string {
  return text
    .replace(/\b(10\.244|192\.0\.2)\.\d+\.?\d*\b/g, "ADDRESS")
    .replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, "TIME")
    .replace(/(-[bcdf-hj-np-tv-z2456789]{8,10})?-[bcdf-hj-np-tv-z2456789]{5}$/, "-NAME")
    .replace(/^[bcdf-hj-np-tv-z2456789]{8,10}$/, "HASH")
    .replace(/-[bcdf-hj-np-tv-z2456789]{8,10}(?=$|")/g, "-HASH");
}
