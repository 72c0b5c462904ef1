import { BlockList, isIP, isIPv6 } from "node:net";

import { CliError } from "../errors.ts";
import { redactUrl } from "../print/redact-url.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a server; undefined: connect directly. Go's http.ProxyFromEnvironment:
 * HTTPS_PROXY for https, HTTP_PROXY for http, NO_PROXY, upper or lower case; never for localhost.
 */
export function proxyFor(url: URL, env: Env): string | undefined {
  const variable = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = either(env, variable);
  if (proxy === undefined || bypasses(url, either(env, "NO_PROXY") ?? "")) return undefined;
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  if (!URL.canParse(full)) throw new CliError(`${variable} is not a URL: "${redactUrl(proxy)}"`);
  return full;
}

const either = (env: Env, name: string): string | undefined => env[name] || env[name.toLowerCase()] || undefined;

/** Whether a server is reached without the proxy: loopback always, and what NO_PROXY lists. */
function bypasses(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (host === "localhost" || /^127\.\d+\.\d+\.\d+$/.test(host) || host === "::1") return true;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return noProxy
    .split(",")
    .map((rule) => rule.trim().toLowerCase())
    .some((rule) => rule !== "" && (rule === "*" || matchesRule(host, port, rule)));
}

function matchesRule(host: string, port: string, rule: string): boolean {
  if (rule.includes("/")) return inNetwork(host, rule);
  const [, name = rule, rulePort] = isIPv6(rule) ? [] : (/^\[?(.*?)\]?(?::(\d*))?$/.exec(rule) ?? []);
  if (rulePort && rulePort !== port) return false;
  // an address is no name that could end in another
  if (isIP(name) !== 0 || isIP(host) !== 0) return name === host;
  // ".example.com" and "*.example.com" mean hosts below; "example.com" means itself too
  if (name.startsWith("*.")) return host.endsWith(name.slice(1));
  return name.startsWith(".") ? host.endsWith(name) : host === name || host.endsWith(`.${name}`);
}

function inNetwork(host: string, rule: string): boolean {
  const [network = "", prefix = ""] = rule.split("/");
  const family = isIP(network);
  const bits = Number(prefix);
  if (family === 0 || isIP(host) !== family || !/^\d+$/.test(prefix) || bits > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family === 4 ? "ipv4" : "ipv6");
  return list.check(host, family === 4 ? "ipv4" : "ipv6");
}
