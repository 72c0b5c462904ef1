import type { KubeObject, Node } from "../../model/snapshot.ts";
import { clusterObjects } from "../controllers/cluster-objects.ts";
import type { ControllerContext } from "../controllers/context.ts";
import { keyOf } from "../controllers/observe.ts";

export const LEASE_NAMESPACE = "kube-node-lease";
/** The kubelet's own: a lease is good for 40 seconds, and renewed after a quarter of them. */
const DURATION_SECONDS = 40;
const RENEWAL_MS = 10_000;

/** Renews the Lease by which each node says that it is alive. The garbage collector removes that of a node that is gone. */
export function runLeases({ registry, observer, loop, now }: ControllerContext): void {
  const { leases, namespaces, nodes } = clusterObjects(registry, "kubelet");
  const queue = loop.queue((name) => {
    const node = nodes.get(name);
    if (!node || !namespaces.get(LEASE_NAMESPACE)) return;
    const stored = leases.get(`${LEASE_NAMESPACE}/${name}`);
    const lease = leaseOf(node, now());
    if (stored) leases.update({ ...stored, spec: lease["spec"] });
    else leases.create(lease);
    queue.addAfter(name, RENEWAL_MS);
  });
  observer.on(nodes.kind, ({ type, object }) => {
    if (type === "ADDED") queue.add(keyOf(object));
  });
}

function leaseOf({ metadata: { name = "", uid = "" } = {} }: Node, now: Date): KubeObject {
  return {
    metadata: {
      name,
      namespace: LEASE_NAMESPACE,
      ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid }],
    },
    spec: {
      holderIdentity: name,
      leaseDurationSeconds: DURATION_SECONDS,
      renewTime: now.toISOString().replace("Z", "000Z"),
    },
  };
}
