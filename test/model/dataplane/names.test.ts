import assert from "node:assert/strict";
import { test } from "node:test";

import { endpointChain, iptablesHash, nftablesEndpointName, nftablesName } from "../../../src/model/dataplane/names.ts";

const name = (namespace: string, service: string, port: string, protocol = "tcp") => ({
  namespace,
  name: service,
  port,
  protocol,
});

test("the chains of Services that every cluster has are named as published dumps name them", () => {
  assert.equal(iptablesHash(name("kube-system", "kube-dns", "dns", "udp")), "TCOU7JCQXEZGVUNU");
  assert.equal(iptablesHash(name("default", "kubernetes", "https")), "NPX46M4PTMTKRN6Y");
});

test("iptables and nftables name ports and endpoints as kube-proxy's own tests do", () => {
  const port = name("ns1", "svc1", "p80");
  assert.equal(iptablesHash(port), "XPGD46QRK7WJZT7O");
  assert.equal(endpointChain(port, "10.180.0.1:80"), "KUBE-SEP-SXIVWICOYRO3J4NJ");
  assert.equal(nftablesName(port), "ULMVA6XW-ns1/svc1/tcp/p80");
  assert.equal(nftablesEndpointName(port, "10.180.0.1", 80), "5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80");
});

test("an IPv6 endpoint's name has dots for colons, and never grows beyond what nft takes", () => {
  const port = name("n".repeat(63), "s".repeat(63), "p".repeat(63), "sctp");
  const long = nftablesEndpointName(port, "2001:db8:1111:2222:3333:4444:5555:6666", 65535);
  assert.equal(long.length, 240);
  assert.match(long, /\.\.\.$/);
  assert.match(nftablesEndpointName(name("a", "b", ""), "fd00::1", 80), /-a\/b\/tcp\/__fd00\.\.1\/80$/);
});
