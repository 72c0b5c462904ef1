import assert from "node:assert/strict";
import { test } from "node:test";

import type { EndpointSlice, Service } from "../../../src/model/snapshot.ts";
import { nodeSettings, rulesText } from "../../support/dataplane.ts";

const rival = (name: string, clusterIP: string): Service => ({
  metadata: { namespace: "ns1", name },
  spec: { type: "NodePort", clusterIP, externalIPs: ["198.51.100.1"], ports: [{ port: 80, nodePort: 30080 }] },
});
const sliceOf = (name: string, ip: string): EndpointSlice => ({
  metadata: { namespace: "ns1", name: `${name}-a`, labels: { "kubernetes.io/service-name": name } },
  addressType: "IPv4",
  ports: [{ name: "", port: 80, protocol: "TCP" }],
  endpoints: [{ addresses: [ip], nodeName: "n1" }],
});
const objects = {
  services: [rival("a", "10.96.0.1"), rival("b", "10.96.0.2")],
  endpointSlices: [sliceOf("a", "10.1.0.1"), sliceOf("b", "10.1.0.1")],
};
const rules = (mode: "iptables" | "nftables") => rulesText(objects, ["IPv4"], { ...nodeSettings, mode });

test("two Services that claim one address or node port: iptables has both rules, a map of nftables the first alone", () => {
  assert.equal(rules("iptables").match(/-A KUBE-SERVICES -d 198\.51\.100\.1\/32/g)?.length, 2);
  assert.equal(rules("iptables").match(/-A KUBE-NODEPORTS -p tcp/g)?.length, 2);
  assert.match(rules("nftables"), /198\.51\.100\.1 \. tcp \. 80 : goto external-\w+-ns1\/a\/tcp\//);
  assert.doesNotMatch(rules("nftables"), /(?:198\.51\.100\.1 \. tcp \. 80|tcp \. 30080) : goto external-\w+-ns1\/b\//);
});

test("an endpoint that two Services share is one element of the hairpin set", () => {
  assert.equal(rules("nftables").match(/10\.1\.0\.1 \. 10\.1\.0\.1 \. tcp \. 80/g)?.length, 1);
});
