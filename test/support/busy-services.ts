import type { EndpointSlice, Service } from "../../src/model/snapshot.ts";

/** Services of every kind that rules differ by: both families, three protocols, both policies, affinity, firewalls. */
export const busyServices: Service[] = [
  {
    metadata: { namespace: "t", name: "dual" },
    spec: {
      type: "LoadBalancer",
      clusterIP: "10.96.0.5",
      clusterIPs: ["10.96.0.5", "fd00:10:96::5"],
      externalTrafficPolicy: "Local",
      sessionAffinity: "ClientIP",
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 90 } },
      loadBalancerSourceRanges: ["198.51.100.0/24", "192.0.2.0/24", "203.0.113.77/32", "2001:db8::/32"],
      externalIPs: ["198.51.100.1", "2001:db8:1::1"],
      healthCheckNodePort: 30999,
      ports: [
        { name: "dns", port: 53, protocol: "UDP", nodePort: 30053 },
        { name: "sctp", port: 54, protocol: "SCTP", nodePort: 30054 },
      ],
    },
    status: {
      loadBalancer: {
        ingress: [{ ip: "203.0.113.9" }, { ip: "203.0.113.10", ipMode: "Proxy" }, { ip: "2001:db8:2::1" }],
      },
    },
  },
  {
    metadata: { namespace: "t", name: "none" },
    spec: {
      type: "NodePort",
      clusterIP: "10.96.0.6",
      clusterIPs: ["10.96.0.6", "fd00:10:96::6"],
      externalIPs: ["198.51.100.2"],
      ports: [{ port: 80, nodePort: 30080 }],
    },
  },
  {
    metadata: { namespace: "t", name: "away" },
    spec: {
      type: "NodePort",
      clusterIP: "10.96.0.7",
      clusterIPs: ["10.96.0.7", "fd00:10:96::7"],
      externalTrafficPolicy: "Local",
      internalTrafficPolicy: "Local",
      ports: [{ port: 80, nodePort: 30081 }],
    },
  },
  {
    metadata: { namespace: "t", name: "plain" },
    spec: { clusterIP: "10.96.0.8", clusterIPs: ["10.96.0.8", "fd00:10:96::8"], ports: [{ port: 80 }] },
  },
];

type SlicePort = NonNullable<EndpointSlice["ports"]>[number];

/** A slice whose first address is on node n1, the others on n2; on n2 all of them when `isAway`. */
function busySlice(name: string, addresses: string[], port: SlicePort, isAway = false): EndpointSlice {
  const addressType = addresses[0]?.includes(":") ? "IPv6" : "IPv4";
  return {
    metadata: {
      namespace: "t",
      name: `${name}-${addressType}-${port.name}`,
      labels: { "kubernetes.io/service-name": name },
    },
    addressType,
    ports: [port],
    endpoints: addresses.map((address, at) => ({
      addresses: [address],
      nodeName: at === 0 && !isAway ? "n1" : "n2",
      conditions: { ready: true },
    })),
  };
}

const tcp = (port: number): SlicePort => ({ name: "", port, protocol: "TCP" });

export const busySlices: EndpointSlice[] = [
  busySlice("dual", ["10.1.0.9", "10.1.0.10"], { name: "dns", port: 5353, protocol: "UDP" }),
  busySlice("dual", ["fd00:1::9", "fd00:1::a"], { name: "dns", port: 5353, protocol: "UDP" }),
  busySlice("dual", ["10.1.0.9", "10.1.0.10"], { name: "sctp", port: 5454, protocol: "SCTP" }),
  busySlice("away", ["10.1.0.20"], tcp(80), true),
  busySlice("away", ["fd00:1::20"], tcp(80), true),
  busySlice("plain", ["10.1.0.30", "10.1.0.31", "10.1.0.32"], tcp(80)),
  busySlice("plain", ["fd00:1::30", "fd00:1::31"], tcp(80)),
];
