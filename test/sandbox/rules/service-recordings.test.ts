import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { createRuleRunner, readExchanges, type Exchange, type Outcome, type RuleRunner } from "./rule-runner.ts";

const exchanges = readExchanges("service-rules");
const runner = createRuleRunner();
const generated = /generateName/;

/** What a JSON patch, which is not the rules' business, did between two of the recorded requests. */
const meanwhile: Record<string, () => void> = {
  "patch: to NodePort": () => {
    runner.patch("Service", "clusterip", { spec: { ports: [{ protocol: "TCP", port: 8080, targetPort: 80 }] } });
  },
};

for (const exchange of exchanges.filter(({ name }) => !generated.test(name))) {
  test(`a Service as kube-apiserver 1.36 treats it: ${exchange.name}`, () => {
    meanwhile[exchange.name]?.();
    const outcome = send(runner, exchange);
    if (exchange.status === 422) {
      assert.deepEqual(
        "causes" in outcome && outcome.causes.map(hideAddresses),
        exchange.answer.details?.causes?.map(hideAddresses),
      );
      return;
    }
    assert.ok("object" in outcome, JSON.stringify(outcome));
    assert.deepEqual(view(outcome.object), view(exchange.answer));
    assert.equal(outcome.warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(", "), exchange.warning ?? "");
  });
}

function send(rules: RuleRunner, { method, path, body }: Exchange): Outcome {
  if (method === "POST") return rules.create(body, path.includes("dryRun=All"));
  const [, name = "", subresource] = /services\/([^/?]+)(\/status)?/.exec(path) ?? [];
  return subresource ? rules.patchStatus("Service", name, body) : rules.patch("Service", name, body);
}

/** What the cluster chooses is random: only whether it was chosen, and from the right range, is compared. */
const view = ({ spec, status }: KubeObject): unknown =>
  JSON.parse(
    JSON.stringify({ spec, status }, (key, value: unknown) => {
      if (typeof value === "string" && /^10\.96\.\d+\.\d+$/.test(value))
        return value === "10.96.0.0" ? value : "an address";
      const isNodePort = key === "nodePort" || key === "healthCheckNodePort";
      return isNodePort && typeof value === "number" && value >= 30_086 && value <= 32_767 ? "a node port" : value;
    }),
  );

const hideAddresses = <T extends { message: string }>(cause: T): T => ({
  ...cause,
  message: cause.message.replace(/"10\.96\.\d+\.\d+" is invalid/, '"ADDRESS" is invalid'),
});
