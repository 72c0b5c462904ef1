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

test("tokens and passwords in a URL are masked, and nothing else of it", () => {
  const notes: string[] = [];
  const trace = traceRequests(6, (text) => void notes.push(text));
  const url = new URL(
    "https://me:hunter2@127.0.0.1:6443/x?access_token=hunter2&limit=5&password=hunter2&Token=hunter2",
  );
  trace.sent("GET", url, {}, undefined);
  trace.answered("GET", url, "200 OK", {}, 3);
  trace.failed("GET", url, new Error("reset"));
  assert.doesNotMatch(notes.join("\n"), /hunter2/);
  assert.match(
    notes.join("\n"),
    /x\?access_token=<masked>&limit=5&password=<masked>&Token=<masked> 200 OK in 3 milliseconds/,
  );
});
