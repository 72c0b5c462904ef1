import assert from "node:assert/strict";
import { test } from "node:test";

import { CliError, Failures, InternalError, UsageError } from "../src/errors.ts";
import { unknownResource } from "../src/kube/resources.ts";
import { type Status, StatusError } from "../src/kube/status.ts";
import { statusJson } from "../src/status-json.ts";

const status: Status = {
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  message: 'services "web" not found',
  reason: "NotFound",
  details: { name: "web", kind: "services" },
  code: 404,
};

test("a refusal is the server's own Status", () => {
  assert.deepEqual(JSON.parse(statusJson(new StatusError(status))), status);
});

test("a failure of svcctl's own has the reason and code that a server would give", () => {
  const meaningOf = (error: CliError) => {
    const { reason, code, message } = JSON.parse(statusJson(error)) as Status;
    return [reason, code, message];
  };
  const unknown = 'the server doesn\'t have a resource type "wombats"';
  assert.deepEqual(meaningOf(unknownResource("wombats")), ["NotFound", 404, unknown]);
  assert.deepEqual(meaningOf(new UsageError("what?")), ["BadRequest", 400, "what?"]);
  assert.deepEqual(meaningOf(new InternalError(new Error("a bug"))), ["InternalError", 500, "a bug"]);
  assert.deepEqual(meaningOf(new CliError("no")), ["Unknown", 500, "no"]);
});

test("several failures make one Status with a cause for each", () => {
  const { details, reason, code } = JSON.parse(
    statusJson(new Failures([new StatusError(status), unknownResource("x")])),
  ) as { details: unknown; reason: string; code: number };
  assert.deepEqual([reason, code], ["NotFound", 404]);
  assert.deepEqual(details, {
    causes: [
      { reason: "NotFound", message: status.message },
      { reason: "NotFound", message: 'the server doesn\'t have a resource type "x"' },
    ],
  });
});

test("what a terminal would obey is escaped, and reads the same", () => {
  const message = "a \u009b31m \u202e name";
  const json = statusJson(new StatusError({ ...status, message }));
  assert.doesNotMatch(json, /[\u007f-\u009f\u202e]/);
  assert.equal((JSON.parse(json) as Status).message, message);
});
