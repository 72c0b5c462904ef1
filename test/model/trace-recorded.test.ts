import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import type { Node, Pod } from "../../src/model/snapshot.ts";
import type { Share, TracedEndpoint } from "../../src/model/trace.ts";
import { traceServices } from "../../src/model/trace-service.ts";
import { recordedObjects, recordedRules, recordedSettings, recordings } from "../support/dataplane.ts";
import { snapshot } from "../support/objects.ts";

const items = <T>(file: string): T[] => JSON.parse(readFileSync(join(recordings, file), "utf8")).items;

/** What kube-proxy's own chains send to each endpoint: by "ns/name:port KUBE-SVC", by address. */
function recordedShares(): Map<string, Map<string, number>> {
  const chains = new Map<string, Map<string, number>>();
  const left = new Map<string, number>();
  const rule = /^-A (KUBE-SV[CL])-\w+ -m comment --comment "(\S+) -> (\S+)"(?: .*--probability (\S+))? -j KUBE-SEP/;
  for (const line of recordedRules("iptables").split("\n")) {
    // affinity's rules choose nothing anew
    const found = line.includes("--rcheck") ? undefined : rule.exec(line);
    if (!found) continue;
    const [, kind = "", label = "", address = "", probability = "1"] = found;
    const key = `${label} ${kind}`;
    const rest = left.get(key) ?? 1;
    left.set(key, rest * (1 - Number(probability)));
    chains.set(key, (chains.get(key) ?? new Map<string, number>()).set(address, rest * Number(probability)));
  }
  return chains;
}

const partOf = (share: Share | undefined): number => (share && share.most > 0 ? 1 / share.most : 0);

function sharesOf(endpoints: readonly TracedEndpoint[], side: "inside" | "outside"): Map<string, number> {
  const shares = endpoints.map((endpoint): [string, number] => [endpoint.address ?? "", partOf(endpoint[side])]);
  return new Map(shares.filter(([, share]) => share > 0));
}

const rounded = (shares: ReadonlyMap<string, number> = new Map()) =>
  Object.fromEntries([...shares].map(([address, share]) => [address, share.toFixed(6)]).toSorted());

test("from a node, each endpoint's share is what the real kube-proxy's rules on that node give it", () => {
  const { services, endpointSlices } = recordedObjects();
  const parts = { services, endpointSlices, pods: items<Pod>("pods.json"), nodes: items<Node>("nodes.json") };
  const input = { snapshot: snapshot(parts), fromFiles: false, replicas: new Map() };
  const now = new Date("2026-01-01T00:00:00Z");
  const world = { input, settings: recordedSettings, from: "node-1", domain: "cluster.local", now };
  const traces = traceServices(() => true, world);
  const recorded = recordedShares();
  let compared = 0;
  for (const { namespace, name, ports } of traces) {
    const { spec } = services.find(({ metadata }) => metadata?.namespace === namespace && metadata.name === name) ?? {};
    if (spec?.clusterIP === "None" || spec?.type === "ExternalName") continue;
    const isExternal = spec?.type === "NodePort" || spec?.type === "LoadBalancer" || spec?.externalIPs;
    for (const { port, endpoints } of ports) {
      const label = `${namespace}/${name}${port?.name ? `:${port.name}` : ""}`;
      const chain = (policy: string | undefined) =>
        rounded(recorded.get(`${label} ${policy === "Local" ? "KUBE-SVL" : "KUBE-SVC"}`));
      assert.deepEqual(rounded(sharesOf(endpoints, "inside")), chain(spec?.internalTrafficPolicy), `${label} inside`);
      if (isExternal)
        assert.deepEqual(
          rounded(sharesOf(endpoints, "outside")),
          chain(spec?.externalTrafficPolicy),
          `${label} outside`,
        );
      compared += endpoints.length;
    }
  }
  assert.ok(compared > 20, `${compared} endpoints compared`);
});
