import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { createRuleRunner, readExchanges } from "./rule-runner.ts";

for (const exchange of readExchanges("workload-rules")) {
  test(`a workload as kube-apiserver 1.36 treats it: ${exchange.name}`, () => {
    const outcome = createRuleRunner().create(exchange.body);
    if (exchange.status === 422) {
      assert.deepEqual("causes" in outcome && outcome.causes, exchange.answer.details?.causes);
      return;
    }
    assert.ok("object" in outcome, JSON.stringify(outcome));
    assert.deepEqual(view(outcome.object), view(exchange.answer));
  });
}

const view = ({ metadata, spec, status }: KubeObject): unknown => {
  const { labels, annotations } = metadata ?? {};
  return JSON.parse(JSON.stringify({ labels, annotations, spec, status }));
};
