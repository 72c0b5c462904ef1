import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, connectTo, startFaultyServer } from "../support/faulty-server.ts";

const options = { matchServerVersion: true };
const version = (minor: string) => ({ major: "1", minor, gitVersion: `v1.${minor}.2` });

test("--match-server-version takes a server of the minor version that svcctl follows, with a provider's plus", async (t) => {
  for (const minor of ["36", "36+"]) {
    const server = await startFaultyServer(t, (_, response) => answer(response, 200, version(minor)));
    await connectTo(t, server, { options });
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ["/version"],
    );
  }
});

test("--match-server-version refuses a server of another minor version", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, version("35")));
  await assert.rejects(connectTo(t, server, { options }), {
    name: "CliError",
    message: "server version (v1.35.2) differs from the version that svcctl follows (v1.36)",
  });
});
