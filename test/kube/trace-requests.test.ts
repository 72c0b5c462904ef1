import assert from "node:assert/strict";
import { test } from "node:test";

import { traceRequests } from "../../src/kube/trace-requests.ts";

/** What -v=9 shows of a patch and its answer, which need not name their kind. */
function shownAt(path: string): string {
  const notes: string[] = [];
  const trace = traceRequests(9, (text) => void notes.push(text));
  const url = new URL(`https://127.0.0.1:6443${path}`);
  trace.sent("PATCH", url, {}, '{"stringData":{"password":"hunter2"}}');
  trace.body(url, '{"data":{"password":"aHVudGVyMg=="},"token":"hunter2"}');
  return notes.join("\n");
}

for (const path of [
  "/api/v1/secrets?limit=500",
  "/api/v1/namespaces/default/secrets/db?fieldManager=kubectl-patch",
  "/api/v1/namespaces/default/serviceaccounts/web/token",
  "/apis/authentication.k8s.io/v1/tokenreviews",
]) {
  test(`the bodies of ${path} are masked`, () => {
    assert.doesNotMatch(shownAt(path), /hunter2|aHVudGVyMg/);
    assert.match(shownAt(path), /Request Body: <masked>/);
  });
}

test("the bodies of a Service called secrets are shown", () => {
  assert.match(shownAt("/api/v1/namespaces/secrets/services/secrets"), /hunter2/);
});
