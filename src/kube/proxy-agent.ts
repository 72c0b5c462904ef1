// Imported lazily as one module with static imports: a bundler gives import() of a CommonJS package no named exports.
import type http from "node:http";

import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { SocksProxyAgent } from "socks-proxy-agent";

import { CliError } from "../errors.ts";

/** Makes the agent that reaches `url` through a proxy. Throws a CliError for a scheme that is no proxy's. */
export function connectAgent(proxy: string, url: URL, options: http.AgentOptions): http.Agent {
  const { protocol } = new URL(proxy);
  // Go leaves the look-up of names to the proxy
  if (/^socks5h?:$/.test(protocol)) return new SocksProxyAgent(proxy.replace(/^socks5:/, "socks5h:"), options);
  if (protocol !== "http:" && protocol !== "https:") throw new CliError(`unsupported proxy scheme "${protocol}"`);
  return url.protocol === "https:" ? new HttpsProxyAgent(proxy, options) : new HttpProxyAgent(proxy, options);
}
