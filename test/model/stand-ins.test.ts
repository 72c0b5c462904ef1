import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject, Service } from "../../src/model/snapshot.ts";
import { withStandIns } from "../../src/model/stand-ins.ts";

const web: Service = {
  metadata: { namespace: "default", name: "web" },
  spec: { type: "NodePort", selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
};

const workload = (kind: string, spec: object): KubeObject => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { name: "web" },
  spec: {
    ...spec,
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "c", ports: [{ name: "http", containerPort: 8080 }] }] },
    },
  },
});

test("a manifest gets a cluster IP, a node port and its workload's Pods as endpoints", () => {
  const { services, endpointSlices } = withStandIns({ services: [web], endpointSlices: [] }, [
    workload("Deployment", { replicas: 2 }),
  ]);
  assert.equal(services[0]?.spec?.clusterIP, "10.96.0.100");
  assert.equal(services[0]?.spec?.ports?.[0]?.nodePort, 30000);
  assert.deepEqual(endpointSlices[0]?.ports, [{ port: 8080, protocol: "TCP", name: "http" }]);
  assert.deepEqual(
    endpointSlices[0]?.endpoints.map(({ addresses, targetRef }) => [addresses[0], targetRef?.name]),
    [
      ["10.244.0.1", "web-1"],
      ["10.244.0.2", "web-2"],
    ],
  );
});

test("the Pods of a StatefulSet have the host names that DNS knows them by", () => {
  const { endpointSlices } = withStandIns(
    { services: [{ ...web, spec: { ...web.spec, clusterIP: "None", type: "ClusterIP" } }], endpointSlices: [] },
    [workload("StatefulSet", { replicas: 2, serviceName: "web" })],
  );
  assert.deepEqual(
    endpointSlices[0]?.endpoints.map(({ hostname }) => hostname),
    ["web-0", "web-1"],
  );
});

test("what a manifest or a server says already stays: addresses, node ports, EndpointSlices", () => {
  const slice = {
    metadata: { namespace: "default", name: "mine", labels: { "kubernetes.io/service-name": "web" } },
    addressType: "IPv4",
    endpoints: [{ addresses: ["192.0.2.1"] }],
  };
  const chosen: Service = {
    ...web,
    spec: { ...web.spec, clusterIP: "10.96.9.9", ports: [{ port: 80, nodePort: 31000 }] },
  };
  const kept = withStandIns({ services: [chosen], endpointSlices: [slice] }, [workload("Deployment", {})]);
  assert.equal(kept.services[0]?.spec?.clusterIP, "10.96.9.9");
  assert.equal(kept.services[0]?.spec?.ports?.[0]?.nodePort, 31000);
  assert.deepEqual(kept.endpointSlices, [slice]);
  const served: Service = { ...web, metadata: { ...web.metadata, uid: "1" } };
  const whole = withStandIns({ services: [served], endpointSlices: [] }, [workload("Deployment", {})]);
  assert.deepEqual([whole.services, whole.endpointSlices], [[served], []]);
});

test("the Pods of manifests run, with addresses of both families; those that do run keep what they have", () => {
  const running = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "own" },
    spec: { nodeName: "n9", containers: [{ name: "c" }] },
    status: { phase: "Failed", podIP: "192.0.2.9" },
  } as KubeObject;
  const { pods } = withStandIns({ services: [], endpointSlices: [] }, [workload("Deployment", {}), running]);
  assert.deepEqual(
    pods.map(({ metadata, spec, status }) => [metadata?.name, spec?.nodeName, status?.phase, status?.podIPs?.length]),
    [
      ["web-1", "node-1", "Running", 2],
      ["own", "n9", "Failed", undefined],
    ],
  );
});

test("Pods of another namespace, of other labels, or without the port are no endpoints", () => {
  const elsewhere = { ...workload("Deployment", {}), metadata: { name: "web", namespace: "other" } };
  const { endpointSlices } = withStandIns({ services: [web], endpointSlices: [] }, [elsewhere]);
  assert.deepEqual(endpointSlices, []);
});

test("a Pod with an address of its own keeps it, and its node, and whether it is ready", () => {
  const pod: KubeObject = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a", labels: { app: "web" } },
    spec: { nodeName: "n1", containers: [{ name: "c", ports: [{ name: "http", containerPort: 81 }] }] },
    status: { podIP: "10.9.0.7", conditions: [{ type: "Ready", status: "False" }] },
  };
  const { endpointSlices } = withStandIns({ services: [web], endpointSlices: [] }, [pod]);
  const [endpoint] = endpointSlices[0]?.endpoints ?? [];
  assert.deepEqual(
    [endpoint?.addresses, endpoint?.nodeName, endpoint?.conditions],
    [["10.9.0.7"], "n1", { ready: false }],
  );
});
