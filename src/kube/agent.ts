import http, { type Agent } from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate, type SecureContextOptions } from "node:tls";

import type { ClusterConfig, TlsConfig } from "../kubeconfig/cluster-config.ts";
import { proxyFor } from "./proxy.ts";
import { systemCa } from "./system-ca.ts";

export interface ClientCertificate {
  certificate: string;
  key: string;
}

/** Makes the agent that holds up to `maxSockets` connections to one server: TLS, server name, proxy, keep-alive. */
export async function createAgent(
  config: Pick<ClusterConfig, "server" | "tls" | "proxyUrl">,
  client: ClientCertificate | undefined,
  env: Readonly<Record<string, string | undefined>>,
  maxSockets: number,
): Promise<Agent> {
  const url = new URL(config.server);
  const options = {
    keepAlive: true,
    maxSockets,
    scheduling: "lifo" as const,
    ...(url.protocol === "https:" && (await tlsOptions(url, config.tls, client, env))),
  };
  const proxy = config.proxyUrl ?? proxyFor(url, env);
  if (proxy !== undefined) return proxyAgent(proxy, url, options);
  return url.protocol === "https:" ? new https.Agent(options) : new http.Agent(options);
}

interface TlsOptions extends SecureContextOptions {
  rejectUnauthorized: boolean;
  servername?: string;
  checkServerIdentity(name: string, certificate: PeerCertificate): Error | undefined;
}

async function tlsOptions(
  { hostname }: URL,
  { ca, insecure, serverName }: TlsConfig,
  client: ClientCertificate | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<TlsOptions> {
  const expected = serverName ?? hostname.replace(/^\[|\]$/g, "");
  return {
    rejectUnauthorized: !insecure,
    ...(insecure ? {} : { ca: ca ?? (await systemCa(env)) }),
    // an address is no name to ask for (RFC 6066 §3)
    ...(isIP(expected) === 0 && { servername: expected }),
    checkServerIdentity: (_, certificate) => checkServerIdentity(expected, certificate),
    ...(client && { cert: client.certificate, key: client.key }),
  };
}

async function proxyAgent(proxy: string, url: URL, options: http.AgentOptions & Partial<TlsOptions>): Promise<Agent> {
  const { servername: _, checkServerIdentity: __, ...shared } = options;
  const { connectAgent } = await import("./proxy-agent.ts");
  const agent = connectAgent(proxy, url, shared) as http.Agent & { options: object };
  // these agents keep their options for the connection to the proxy; the server behind it needs them too
  Object.assign(agent.options, options);
  return agent;
}
