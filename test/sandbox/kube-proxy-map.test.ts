import assert from "node:assert/strict";
import { test } from "node:test";

import { parseText } from "../../src/manifests/parse-text.ts";
import { contains, parseRange } from "../../src/model/dataplane/ip.ts";
import { configurationText, kubeProxyConfiguration } from "../../src/model/dataplane/kube-proxy-config.ts";
import { nodeObjects } from "../../src/sandbox/nodes/node-objects.ts";
import { startTestCluster } from "../support/live-cluster.ts";

const KEY = "kube-system/kube-proxy";

test("kube-proxy's ConfigMap tells the mode, and the range in which all Pods have their addresses", async (t) => {
  const { objects } = await startTestCluster(t);
  const configMap = objects.configMaps.get(KEY) ?? assert.fail("no ConfigMap");
  const configuration = kubeProxyConfiguration(parseText(configurationText(configMap) ?? ""));
  assert.equal(configuration.mode, "");
  const range = parseRange(configuration.clusterCIDR ?? "") ?? assert.fail("no range");
  for (const count of [1, 16, 17, 64])
    for (const { spec } of nodeObjects(count, "2026-01-01T00:00:00Z")) {
      const { first, bits } = parseRange(spec?.podCIDR ?? "") ?? assert.fail("no range of a node");
      assert.ok(bits >= range.bits && first >= range.first, spec?.podCIDR);
      assert.ok(contains(range, spec?.podCIDR?.split("/")[0] ?? ""), spec?.podCIDR);
    }
});

test("what somebody wrote into kube-proxy's ConfigMap is there after a restart", async (t) => {
  const first = await startTestCluster(t);
  const configMap = first.objects.configMaps.get(KEY) ?? assert.fail("no ConfigMap");
  first.objects.configMaps.update({ ...configMap, data: { "config.conf": "mode: nftables" } });
  const again = await startTestCluster(t, { state: first.registry.dump() });
  assert.deepEqual(again.objects.configMaps.get(KEY)?.["data"], { "config.conf": "mode: nftables" });
});
