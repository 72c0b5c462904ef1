import type { ClusterConfig, UserConfig } from "../kubeconfig/cluster-config.ts";
import type { ClientCertificate } from "./agent.ts";
import { readTokenFile } from "./token-file.ts";

/** What getting credentials needs of the outside world. */
export interface AuthWorld {
  env: Readonly<Record<string, string | undefined>>;
  now: () => Date;
  signal: AbortSignal;
  /** A line of conversation on stderr. */
  note(text: string): void;
  /** Whether someone can answer questions on standard input; asked of the terminal when absent. */
  interactive?: boolean;
}

/** What one request carries to show who sends it. */
export interface Credentials {
  authorization?: string;
  certificate?: ClientCertificate;
}

/** Gives out credentials, fresh ones when they are due. */
export interface Authenticator {
  credentials(): Promise<Credentials>;
  /** After a 401: forgets what was refused. True when the request deserves another try with new credentials. */
  refresh(refused: Credentials): Promise<boolean>;
}

/**
 * Chooses how the user of a configuration proves who it is. Over plain http nothing is sent, as with kubectl: anyone on
 * the way could read it. A token wins over a plugin, a client certificate goes beside either.
 */
export async function createAuthenticator(config: ClusterConfig, world: AuthWorld): Promise<Authenticator> {
  if (!config.server.startsWith("https:")) return fixed({});
  const { tls, user } = config;
  const own = certificateOf(tls.clientCertificate, tls.clientKey);
  const authenticator = await userAuthenticator(user, world);
  return {
    credentials: async () => ({ ...(own && { certificate: own }), ...(await authenticator.credentials()) }),
    refresh: (refused) => authenticator.refresh(refused),
  };
}

async function userAuthenticator(user: UserConfig, world: AuthWorld): Promise<Authenticator> {
  const { token, tokenFile, basic, exec, oidc } = user;
  if (tokenFile !== undefined) return readTokenFile(tokenFile, token, world.now);
  if (token !== undefined) return fixed({ authorization: `Bearer ${token}` });
  if (basic) return fixed({ authorization: `Basic ${encodeBasic(basic.username, basic.password)}` });
  if (exec) {
    const { execAuthenticator } = await import("./exec-plugin.ts");
    return execAuthenticator(exec, world);
  }
  if (oidc) {
    const { oidcAuthenticator } = await import("./oidc.ts");
    return oidcAuthenticator(oidc, world);
  }
  return fixed({});
}

const fixed = (credentials: Credentials): Authenticator => ({
  credentials: async () => credentials,
  refresh: async () => false,
});

const encodeBasic = (username: string, password: string): string =>
  Buffer.from(`${username}:${password}`).toString("base64");

/** A certificate and its key, when both are there. */
export const certificateOf = (
  certificate: string | undefined,
  key: string | undefined,
): ClientCertificate | undefined => (certificate === undefined || key === undefined ? undefined : { certificate, key });
