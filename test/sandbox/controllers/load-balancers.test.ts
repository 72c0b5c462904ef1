import assert from "node:assert/strict";
import { test } from "node:test";

import { serviceFor, startTestCluster, type TestCluster } from "../../support/live-cluster.ts";

const ingressOf = ({ objects }: TestCluster, name = "web") =>
  objects.services.get(`default/${name}`)?.status?.loadBalancer?.ingress;

test("a Service of type LoadBalancer gets an address when addresses are given out", async (t) => {
  const cluster = await startTestCluster(t, { loadBalancer: true });
  const { objects, whenIdle, events } = cluster;
  objects.services.create(serviceFor("web", { type: "LoadBalancer" }));
  await whenIdle();
  assert.deepEqual(ingressOf(cluster), [{ ip: "198.51.100.1", ipMode: "VIP" }]);
  assert.deepEqual(events("web"), [
    "EnsuringLoadBalancer Ensuring load balancer",
    "EnsuredLoadBalancer Ensured load balancer",
  ]);
});

test("it stays pending when none are given out, or when another class is to see to it", async (t) => {
  const off = await startTestCluster(t);
  off.objects.services.create(serviceFor("web", { type: "LoadBalancer" }));
  await off.whenIdle();
  assert.equal(ingressOf(off), undefined);

  const on = await startTestCluster(t, { loadBalancer: true });
  on.objects.services.create(serviceFor("web", { type: "LoadBalancer", loadBalancerClass: "example.com/other" }));
  await on.whenIdle();
  assert.equal(ingressOf(on), undefined);
});

test("a wished address is given if it is free, and each address only once", async (t) => {
  const cluster = await startTestCluster(t, { loadBalancer: true });
  const { objects, whenIdle } = cluster;
  for (const name of ["a", "b"]) {
    objects.services.create(serviceFor(name, { type: "LoadBalancer", loadBalancerIP: "198.51.100.80" }));
  }
  await whenIdle();
  assert.deepEqual(
    [ingressOf(cluster, "a")?.[0]?.ip, ingressOf(cluster, "b")?.[0]?.ip],
    ["198.51.100.80", "198.51.100.1"],
  );
});

test("the address is taken back when the type changes, and before the Service goes", async (t) => {
  const cluster = await startTestCluster(t, { loadBalancer: true });
  const { objects, whenIdle } = cluster;
  objects.services.create(serviceFor("web", { type: "LoadBalancer" }));
  await whenIdle();
  const { metadata, spec } = objects.services.get("default/web")!;
  assert.deepEqual(metadata?.finalizers, ["service.kubernetes.io/load-balancer-cleanup"]);
  objects.services.update({
    metadata: metadata!,
    spec: {
      ...spec,
      type: "ClusterIP",
      ports: [{ port: 80 }],
      externalTrafficPolicy: undefined!,
      allocateLoadBalancerNodePorts: undefined!,
    },
  });
  await whenIdle();
  const changed = objects.services.get("default/web");
  assert.deepEqual([ingressOf(cluster), changed?.metadata?.finalizers ?? []], [undefined, []]);

  const other = objects.services.create(serviceFor("other", { type: "LoadBalancer" }));
  await whenIdle();
  objects.services.delete(other);
  await whenIdle();
  assert.equal(objects.services.get("default/other"), undefined);
});
