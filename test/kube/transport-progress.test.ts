import assert from "node:assert/strict";
import { test } from "node:test";

import type { ClusterConfig } from "../../src/kubeconfig/cluster-config.ts";
import { realPace } from "../../src/kube/retry.ts";
import { traceRequests } from "../../src/kube/trace-requests.ts";
import { Transport } from "../../src/kube/transport.ts";
import { answer, startFaultyServer } from "../support/faulty-server.ts";

test("a request is told once its credentials are there: a plugin may ask for them on the same terminal", async (t) => {
  const { url } = await startFaultyServer(t, (_, response) => answer(response, 200, { kind: "Service" }), {
    plain: true,
  });
  const told: string[] = [];
  const config = { server: url, tls: {}, impersonation: {}, compression: false, isLocal: true } as ClusterConfig;
  const transport = new Transport({
    config,
    authenticator: {
      credentials: async () => {
        told.push("credentials");
        return {};
      },
      refresh: async () => false,
    },
    env: {},
    requestTimeout: 0,
    signal: new AbortController().signal,
    pace: realPace,
    trace: traceRequests(0, () => {}),
    warn: () => {},
    progress: (doing) => {
      told.push(doing.replace(url, "URL"));
      return () => void told.push("over");
    },
  });
  await transport.request({ method: "GET", path: "/api/v1/namespaces/a/services/web" });
  assert.deepEqual(told, ["credentials", "Reading services/web (URL)", "over"]);
});
