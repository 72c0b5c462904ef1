import type { ConnectOptions } from "../context.ts";
import { CliError } from "../errors.ts";
import { redactUrl } from "../print/redact-url.ts";
import { type Chosen, choose } from "./choose.ts";
import type { ClusterConfig, UserConfig } from "./cluster-config.ts";
import { ConfigurationError } from "./configuration-error.ts";
import type { Kubeconfig, KubeconfigFiles } from "./files.ts";
import { impersonationOf } from "./impersonation.ts";
import { textOf } from "./shape.ts";
import { readTls } from "./tls-material.ts";
import { readUser } from "./user.ts";

/**
 * The one configuration that a kubeconfig and flags come to; undefined when they name no server. Flags win over the
 * kubeconfig, data over files. `edit` keeps refreshed tokens. Throws kubectl's errors for what is missing or
 * contradicts itself.
 */
export async function resolveConfig(
  config: Kubeconfig,
  options: ConnectOptions,
  edit: KubeconfigFiles["edit"],
): Promise<ClusterConfig | undefined> {
  const chosen = withFlags(choose(config, options), options);
  const server = textOf(chosen.cluster["server"]);
  if (server === undefined) return undefined;
  const faults: string[] = [];
  const tls = await readTls(chosen, faults);
  const user = readUser(chosen, tls.ca, edit, faults);
  if (faults.length > 0) throw new ConfigurationError(faults);
  const url = serverUrl(server, chosen.cluster);
  const proxy = proxyUrl(chosen);
  // behind a proxy, this machine is the proxy's
  const isLocal = proxy === undefined && LOCAL_HOST.test(new URL(url).hostname);
  return {
    server: url,
    namespace: chosen.context.namespace ?? "default",
    tls,
    proxyUrl: proxy,
    // between two programs of one machine, packing and unpacking takes longer than handing over
    compression: chosen.cluster["disable-compression"] !== true && !options.disableCompression && !isLocal,
    isLocal,
    user: userOfAddress(server, user),
    impersonation: impersonationOf(chosen.user, chosen.userName),
  };
}

type Fields = Record<string, unknown>;

/** Lays flags over the chosen entries, by the rules of client-go's DirectClientConfig. */
function withFlags(chosen: Chosen, options: ConnectOptions): Chosen {
  return { ...chosen, cluster: clusterWithFlags(chosen.cluster, options), user: userWithFlags(chosen.user, options) };
}

// an empty flag counts as absent, as with kubectl

function clusterWithFlags(cluster: Fields, options: ConnectOptions): Fields {
  const { server, tlsServerName, insecureSkipTlsVerify: insecure, certificateAuthority: ca } = options;
  return {
    ...cluster,
    ...(server && { server }),
    // --server forgets the name that the kubeconfig expects of its own server
    ...((server || tlsServerName) && { "tls-server-name": tlsServerName }),
    // insecurity forgets the CA, and a CA the insecurity
    ...((insecure || ca) && {
      "insecure-skip-tls-verify": insecure,
      "certificate-authority": ca,
      "certificate-authority-data": undefined,
    }),
  };
}

function userWithFlags(user: Fields, options: ConnectOptions): Fields {
  const { token, username, password, clientCertificate, clientKey, as, asUid, asGroup, asUserExtra } = options;
  return {
    ...user,
    // who the flags say the user is replaces whom the kubeconfig names
    ...((token || username) && { token, tokenFile: undefined, username, password }),
    ...(password && { password }),
    ...(clientCertificate && { "client-certificate": clientCertificate, "client-certificate-data": undefined }),
    ...(clientKey && { "client-key": clientKey, "client-key-data": undefined }),
    ...(as && { as }),
    ...(asUid && { "as-uid": asUid }),
    ...(asGroup && { "as-groups": asGroup }),
    ...(asUserExtra && { "as-user-extra": extraOf(asUserExtra) }),
  };
}

function extraOf(pairs: readonly string[]): Record<string, string[]> {
  const extra: Record<string, string[]> = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at > 0) (extra[pair.slice(0, at)] ??= []).push(pair.slice(at + 1));
  }
  return extra;
}

/** client-go's DefaultServerURL: without a scheme, https when anything about TLS is configured, else http. */
function serverUrl(server: string, cluster: Record<string, unknown>): string {
  const secure =
    cluster["insecure-skip-tls-verify"] === true ||
    textOf(cluster["certificate-authority"]) !== undefined ||
    textOf(cluster["certificate-authority-data"]) !== undefined;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server);
  const url = URL.parse(hasScheme ? server : `${secure ? "https" : "http"}://${server}`);
  if (!url?.hostname || (!hasScheme && server.includes("/"))) {
    throw new CliError(`host must be a URL or a host:port pair: "${redactUrl(server)}"`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new CliError(`unsupported protocol scheme "${url.protocol.slice(0, -1)}"`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** A name and a password in the server's address win over the user's token and password, as with kubectl. */
function userOfAddress(server: string, user: UserConfig): UserConfig {
  const { username = "", password = "" } = URL.parse(server) ?? {};
  if (username === "") return user;
  const basic = { username: unquoted(username), password: unquoted(password) };
  return { ...user, token: undefined, tokenFile: undefined, basic };
}

const unquoted = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"));

const LOCAL_HOST = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

function proxyUrl({ cluster, clusterName }: Chosen): string | undefined {
  const proxy = textOf(cluster["proxy-url"]);
  if (proxy === undefined) return undefined;
  const url = URL.parse(proxy);
  const scheme = url?.protocol.slice(0, -1) ?? "";
  if (["http", "https", "socks5"].includes(scheme)) return proxy;
  const shown = redactUrl(proxy);
  // a name alone is a path to Go, one that begins with a port is nothing
  const reason =
    url || !proxy.includes(":")
      ? `unsupported scheme "${scheme}", must be http, https, or socks5`
      : `could not parse: ${shown}`;
  throw new CliError(`invalid 'proxy-url' "${shown}" for cluster "${clusterName}": ${reason}`);
}
