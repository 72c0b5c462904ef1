import type { ControllerContext } from "./controllers/context.ts";
import type { ClusterObjects } from "./controllers/cluster-objects.ts";
import { nodeObjects } from "./nodes/node-objects.ts";
import { equalJson, timestamp } from "./registry/core.ts";

const NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];
/** The address that stands for the API server among endpoints, where 127.0.0.1 may not stand. */
const API_ADDRESS = "192.0.2.10";

/** Makes what every cluster has from the start: namespaces and nodes. Nodes beyond the wished number are removed. */
export function furnishCluster({ namespaces, nodes }: ClusterObjects, count: number, now: Date): void {
  for (const name of NAMESPACES) if (!namespaces.get(name)) namespaces.create({ metadata: { name } });
  const wanted = nodeObjects(count, timestamp(now));
  const names = new Set(wanted.map(({ metadata }) => metadata?.name));
  for (const node of wanted) {
    if (nodes.get(node.metadata?.name ?? "")) continue;
    const created = nodes.create(node);
    nodes.update({ ...created, ...(node.status && { status: node.status }) }, "status");
  }
  for (const node of nodes.list()) {
    if (/^node-\d+$/.test(node.metadata?.name ?? "") && !names.has(node.metadata?.name)) nodes.delete(node);
  }
}

/** Makes the Service default/kubernetes, and makes it again when it is deleted, as the API server does. */
export function keepKubernetesService({ objects, loop, observer }: ControllerContext, port: number): void {
  const queue = loop.queue(() => ensureKubernetesService(objects, port));
  observer.on(objects.services.kind, ({ type, object: { metadata } }) => {
    if (type === "DELETED" && metadata?.namespace === "default" && metadata.name === "kubernetes")
      queue.add("kubernetes");
  });
  ensureKubernetesService(objects, port);
}

/** The Service default/kubernetes and its endpoints, which lead to the API server's port. */
function ensureKubernetesService({ services, endpoints, endpointSlices }: ClusterObjects, port: number): void {
  const [name, namespace] = ["kubernetes", "default"];
  const key = `${namespace}/${name}`;
  const service = {
    metadata: { name, namespace, labels: { component: "apiserver", provider: "kubernetes" } },
    spec: {
      clusterIP: "10.96.0.1",
      ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: port }],
    },
  };
  const known = services.get(key);
  if (!known) services.create(service);
  else if (!equalJson(known.spec?.ports, service.spec.ports)) {
    services.update({ ...known, ...(known.spec && { spec: { ...known.spec, ...service.spec } }) });
  }

  const subsets = [{ addresses: [{ ip: API_ADDRESS }], ports: [{ name: "https", port, protocol: "TCP" }] }];
  const labels = { "endpointslice.kubernetes.io/skip-mirror": "true" };
  const stored = endpoints.get(key);
  if (!stored) endpoints.create({ metadata: { name, namespace, labels }, subsets });
  else endpoints.update({ ...stored, subsets });

  const slice = {
    metadata: { name, namespace, labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    endpoints: [{ addresses: [API_ADDRESS], conditions: { ready: true } }],
    ports: [{ name: "https", port, protocol: "TCP" }],
  };
  const old = endpointSlices.get(key);
  if (!old) endpointSlices.create(slice);
  else endpointSlices.update({ ...old, ...slice, metadata: { ...old.metadata, ...slice.metadata } });
}
