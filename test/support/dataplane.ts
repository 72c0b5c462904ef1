import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { IpFamily } from "../../src/model/addresses.ts";
import { writeRulesets } from "../../src/model/dataplane/rulesets.ts";
import { DEFAULT_SETTINGS, type ProxySettings } from "../../src/model/dataplane/settings.ts";
import type { EndpointSlice, Service } from "../../src/model/snapshot.ts";
import { rulesetsText } from "../../src/print/dataplane/rulesets-text.ts";

/** Objects of one cluster, and what kube-proxy 1.36.2 wrote for them on node-1. */
export const recordings = join(dirname(fileURLToPath(import.meta.url)), "../recordings/dataplane");

const items = (file: string) => JSON.parse(readFileSync(join(recordings, file), "utf8")).items;

export const recordedObjects = (): { services: Service[]; endpointSlices: EndpointSlice[] } => ({
  services: items("services.json"),
  endpointSlices: items("endpointslices.json"),
});

export const recordedRules = (mode: "iptables" | "nftables"): string =>
  readFileSync(join(recordings, `${mode}-node-1.txt`), "utf8");

/** How kube-proxy was started for the recording. Its host had no address but the loopback's. */
export const recordedSettings: ProxySettings = {
  ...DEFAULT_SETTINGS,
  node: "node-1",
  nodeIp: (family) => (family === "IPv4" ? "192.0.2.11" : undefined),
  clusterCidrs: ["10.244.0.0/16"],
  serviceCidrs: ["10.96.0.0/16"],
};

/** All rules for the Services, as the tool of the settings' mode prints them. */
export function rulesText(
  objects: { services: Service[]; endpointSlices: EndpointSlice[] },
  families: readonly IpFamily[],
  settings: ProxySettings,
): string {
  return [...rulesetsText(writeRulesets(objects, families, settings, true))].join("");
}

type Spec = NonNullable<Service["spec"]>;

/** A Service "web" in "ns1" with a cluster IP and one port. */
export function service(spec: Partial<Spec> = {}, status: Service["status"] = {}): Service {
  const ports = [{ name: "p80", port: 80, protocol: "TCP", targetPort: 80 }];
  return { metadata: { namespace: "ns1", name: "web" }, spec: { clusterIP: "10.96.0.5", ports, ...spec }, status };
}

interface EndpointParts {
  ip: string;
  node?: string;
  ready?: boolean;
  serving?: boolean;
  terminating?: boolean;
  zones?: string[];
  nodes?: string[];
}

/** An EndpointSlice of the Service "web" that serves port 8080 under the name "p80". */
export function slice(endpoints: readonly EndpointParts[], parts: Partial<EndpointSlice> = {}): EndpointSlice {
  return {
    metadata: { namespace: "ns1", name: "web-1", labels: { "kubernetes.io/service-name": "web" } },
    addressType: endpoints[0]?.ip.includes(":") ? "IPv6" : "IPv4",
    ports: [{ name: "p80", port: 8080, protocol: "TCP" }],
    endpoints: endpoints.map(({ ip, node, zones, nodes, ready, serving, terminating }) => ({
      addresses: [ip],
      ...(node !== undefined && { nodeName: node }),
      conditions: {
        ...(ready !== undefined && { ready }),
        ...(serving !== undefined && { serving }),
        ...(terminating !== undefined && { terminating }),
      },
      hints: {
        forZones: (zones ?? []).map((name) => ({ name })),
        forNodes: (nodes ?? []).map((name) => ({ name })),
      },
    })),
    ...parts,
  };
}

/** Settings of a node "n1" with both families. */
export const nodeSettings: ProxySettings = {
  ...DEFAULT_SETTINGS,
  node: "n1",
  zone: "z1",
  nodeIp: (family) => (family === "IPv4" ? "192.0.2.11" : "2001:db8::b"),
  clusterCidrs: ["10.1.0.0/16", "fd00:1::/64"],
};
