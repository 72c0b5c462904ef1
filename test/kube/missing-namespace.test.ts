import assert from "node:assert/strict";
import { test } from "node:test";

import { CliError, ExitCode } from "../../src/errors.ts";
import { readInNamespace } from "../../src/kube/missing-namespace.ts";

const notFound = (what: string) => new CliError(`${what} not found`, { exitCode: ExitCode.notFound });
const failing = (error: CliError) => () => Promise.reject(error);
const pod = failing(notFound("pod"));

test("an object that is not found in a namespace that is not there is told of the namespace", async () => {
  await assert.rejects(readInNamespace(pod, "shop", failing(notFound("namespace"))), {
    message: "namespace not found",
  });
});

test("an object that is not found in a namespace that is there is told of itself", async () => {
  await assert.rejects(
    readInNamespace(pod, "shop", async () => ({})),
    { message: "pod not found" },
  );
});

test("a user who may not read namespaces is told of the object", async () => {
  const forbidden = new CliError("forbidden", { exitCode: ExitCode.notAllowed });
  await assert.rejects(readInNamespace(pod, "shop", failing(forbidden)), { message: "pod not found" });
});

test("the namespace default, and kinds without a namespace, are not asked for", async () => {
  const never = () => assert.fail("asked for the namespace");
  await assert.rejects(readInNamespace(pod, "default", never), { message: "pod not found" });
  await assert.rejects(readInNamespace(pod, undefined, never), { message: "pod not found" });
});
