import { UsageError } from "../../errors.ts";
import type { Node } from "../../model/snapshot.ts";
import { serverVersion } from "../version.ts";

/** How many nodes a cluster may have: each gets an equal part of the Pods' addresses. */
const MOST_NODES = 64;

export function requireNodeCount(nodes: number): void {
  if (Number.isInteger(nodes) && nodes >= 1 && nodes <= MOST_NODES) return;
  throw new UsageError(`a sandbox has from 1 to ${MOST_NODES} nodes, not ${nodes}`);
}

/** The nodes node-1 to node-N, ready for Pods, in no zone until somebody labels them. `time` is RFC 3339. */
export function nodeObjects(count: number, time: string): Node[] {
  return Array.from({ length: count }, (_, index) => nodeObject(index, podRange(index, count), time));
}

/** Where the Pods of all nodes have their addresses, but for those on a node's own network. */
export const POD_RANGE = "10.244.0.0/16";

/** The part of POD_RANGE from which the Pods of a node get their addresses: 16 nodes share it as /20 each, more as /22. */
function podRange(index: number, count: number): string {
  const prefix = count <= 16 ? 20 : 22;
  const start = index << (32 - prefix);
  return `10.244.${(start >> 8) & 255}.0/${prefix}`;
}

function nodeObject(index: number, podCIDR: string, time: string): Node {
  const name = `node-${index + 1}`;
  return {
    metadata: {
      name,
      labels: {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
      },
    },
    spec: { podCIDR, podCIDRs: [podCIDR] },
    status: {
      capacity: RESOURCES,
      allocatable: RESOURCES,
      conditions: [readyAt(time)],
      addresses: [
        { type: "InternalIP", address: `192.0.2.${11 + index}` },
        { type: "Hostname", address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      nodeInfo: NODE_INFO,
    },
  };
}

const RESOURCES = { cpu: "64", memory: "256Gi", pods: "10k" };

const NODE_INFO = {
  machineID: "",
  systemUUID: "",
  bootID: "",
  kernelVersion: "6.1",
  osImage: "svcctl sandbox",
  containerRuntimeVersion: "none://1",
  kubeletVersion: serverVersion,
  kubeProxyVersion: "",
  operatingSystem: "linux",
  architecture: "amd64",
};

const readyAt = (time: string) => ({
  type: "Ready",
  status: "True",
  lastHeartbeatTime: time,
  lastTransitionTime: time,
  reason: "KubeletReady",
  message: "kubelet is posting ready status",
});
