import assert from "node:assert/strict";
import { test } from "node:test";

import { Failures } from "../../src/errors.ts";
import { genericStatus, type Status, StatusError } from "../../src/kube/status.ts";

const failure = (reason: string, message: string, parts: Partial<Status> = {}): StatusError =>
  new StatusError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", reason, message, ...parts });

const causes = (...texts: [string, string][]) => texts.map(([field, message]) => ({ field, message }));

// the words are those of kubectl v1.36.4 against a kube-apiserver v1.36.2
const WORDS: [situation: string, error: StatusError, text: string, exitCode: number][] = [
  [
    "an object that is not there",
    failure("NotFound", 'services "ghost" not found'),
    'Error from server (NotFound): services "ghost" not found',
    3,
  ],
  ["a refusal without a reason", failure("", "something"), "Error from server: something", 1],
  [
    "a user that the server does not know",
    failure("Unauthorized", "Unauthorized"),
    "error: You must be logged in to the server (Unauthorized)",
    4,
  ],
  [
    "a user that may not",
    failure("Forbidden", 'services is forbidden: User "joe" cannot list resource "services"'),
    'Error from server (Forbidden): services is forbidden: User "joe" cannot list resource "services"',
    4,
  ],
  [
    "an object that exists already",
    failure("AlreadyExists", 'services "nginx-svc" already exists'),
    'Error from server (AlreadyExists): services "nginx-svc" already exists',
    5,
  ],
  [
    "an object that has changed meanwhile",
    failure("Conflict", "the object has been modified"),
    "Error from server (Conflict): the object has been modified",
    5,
  ],
  [
    "one invalid field",
    failure("Invalid", 'Service "s" is invalid: spec.ports: Required value', {
      details: { kind: "Service", name: "s", causes: causes(["spec.ports", "Required value"]) },
    }),
    'The Service "s" is invalid: spec.ports: Required value',
    6,
  ],
  [
    "several invalid fields, one of them told twice",
    failure("Invalid", "…", {
      details: {
        kind: "Service",
        name: "s",
        causes: causes(
          ["spec.ports[0].name", "Required value"],
          ["spec.ports[1].name", "Required value"],
          ["spec.ports[0].name", "Required value"],
        ),
      },
    }),
    'The Service "s" is invalid: \n* spec.ports[0].name: Required value\n* spec.ports[1].name: Required value',
    6,
  ],
  [
    "an invalid request that names no object",
    failure("Invalid", "the server rejected our request due to an error in our request"),
    "The request is invalid: the server rejected our request due to an error in our request",
    6,
  ],
  ["a request that took too long", failure("Timeout", "slow"), "Error from server (Timeout): slow", 8],
];

for (const [situation, error, text, exitCode] of WORDS) {
  test(`${situation} is told as kubectl tells it`, () => {
    assert.equal(error.text, text);
    assert.equal(error.exitCode, exitCode);
  });
}

test("where it happened goes into the server's message", () => {
  const error = failure("AlreadyExists", 'services "nginx-svc" already exists');
  assert.equal(
    error.prefixed('error when creating "svc.yaml"').text,
    'Error from server (AlreadyExists): error when creating "svc.yaml": services "nginx-svc" already exists',
  );
});

test("an invalid object is told without where it came from, as kubectl does", () => {
  const details = { kind: "Service", name: "s", causes: causes(["spec.ports", "Required value"]) };
  const error = failure("Invalid", 'Service "s" is invalid: spec.ports: Required value', { details });
  assert.equal(
    error.prefixed('error when creating "f"').text,
    'The Service "s" is invalid: spec.ports: Required value',
  );
});

test("among several failures an invalid object is told in the server's own line", () => {
  const invalid = failure("Invalid", 'Service "s" is invalid: spec.ports: Required value', {
    details: { kind: "Service" },
  });
  const missing = failure("NotFound", 'services "t" not found');
  assert.equal(
    new Failures([invalid, missing]).text,
    'Error from server (Invalid): Service "s" is invalid: spec.ports: Required value\n' +
      'Error from server (NotFound): services "t" not found',
  );
});

// client-go's NewGenericServerResponse, k8s.io/apimachinery v0.36 pkg/api/errors/errors.go
const GENERIC: [code: number, method: string, reason: string, message: string][] = [
  [400, "GET", "BadRequest", "the server rejected our request for an unknown reason (get services web)"],
  [401, "GET", "Unauthorized", "the server has asked for the client to provide credentials (get services web)"],
  [403, "GET", "Forbidden", "body (get services web)"],
  [404, "GET", "NotFound", "the server could not find the requested resource (get services web)"],
  [
    405,
    "GET",
    "MethodNotAllowed",
    "the server does not allow this method on the requested resource (get services web)",
  ],
  [409, "POST", "AlreadyExists", "the server reported a conflict (post services web)"],
  [409, "PUT", "Conflict", "the server reported a conflict (put services web)"],
  [
    418,
    "GET",
    "Unknown",
    "the server responded with the status code 418 but did not return more information (get services web)",
  ],
  [
    429,
    "GET",
    "TooManyRequests",
    "the server has received too many requests and has asked us to try again later (get services web)",
  ],
  [
    500,
    "GET",
    "InternalError",
    'an error on the server ("body") has prevented the request from succeeding (get services web)',
  ],
  [503, "GET", "ServiceUnavailable", "the server is currently unable to handle the request (get services web)"],
];

for (const [code, method, reason, message] of GENERIC) {
  test(`a bare ${code} to a ${method} means what client-go takes it for`, () => {
    const status = genericStatus(code, "body", { method, resource: "services", name: "web" });
    assert.deepEqual([status.reason, status.message, status.code], [reason, message, code]);
  });
}
