import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { test } from "node:test";

import { createCredentials } from "../../src/sandbox/certificates.ts";

const now = new Date();
const made = await createCredentials(now);
const authority = new X509Certificate(made.ca);

test("the authority signs itself and may sign others", () => {
  assert.equal(authority.ca, true);
  assert.equal(authority.verify(authority.publicKey), true);
});

test("the server's certificate is for this machine and for the API server's names", () => {
  const server = new X509Certificate(made.server.cert);
  assert.equal(server.verify(authority.publicKey), true);
  assert.equal(server.ca, false);
  assert.ok(server.checkPrivateKey(createPrivateKey(made.server.key)));
  for (const address of ["127.0.0.1", "10.96.0.1"]) assert.equal(server.checkIP(address), address);
  for (const name of ["localhost", "kubernetes", "kubernetes.default.svc.cluster.local"]) {
    assert.equal(server.checkHost(name), name);
  }
  assert.equal(server.checkHost("example.com"), undefined);
});

test("the client's certificate names the user admin of system:masters", () => {
  const client = new X509Certificate(made.client.cert);
  assert.equal(client.verify(authority.publicKey), true);
  assert.deepEqual(client.subject.split("\n").toSorted(), ["CN=admin", "O=system:masters"]);
  assert.ok(client.checkPrivateKey(createPrivateKey(made.client.key)));
});

test("certificates hold now, with room for a clock that is set back, and for a year", () => {
  assert.ok(Date.parse(authority.validFrom) < now.getTime());
  const days = (Date.parse(authority.validTo) - now.getTime()) / 86_400_000;
  assert.ok(days > 364 && days < 366, `${days} days`);
  assert.equal(Math.floor(Date.parse(made.notAfter) / 1000), Date.parse(authority.validTo) / 1000);
});

test("each sandbox has keys and a token of its own", async () => {
  const other = await createCredentials(now);
  assert.notEqual(other.token, made.token);
  assert.equal(new X509Certificate(other.client.cert).verify(authority.publicKey), false);
});
