/** Everything that is needed to reach one cluster as one user: what remains of kubeconfig files and flags. */
export interface ClusterConfig {
  /** An absolute http or https URL without a slash at its end; it may have a path. */
  server: string;
  /** The context's namespace; "default" when it names none. */
  namespace: string;
  tls: TlsConfig;
  /** http, https or socks5; undefined leaves the choice to HTTPS_PROXY and NO_PROXY. */
  proxyUrl: string | undefined;
  /** Whether answers may be compressed. */
  compression: boolean;
  /** Whether the server's address is this machine's own. */
  isLocal: boolean;
  user: UserConfig;
  impersonation: Impersonation;
}

/** PEM texts. Undefined `ca`: the system's own. */
export interface TlsConfig {
  ca: string | undefined;
  insecure: boolean;
  serverName: string | undefined;
  clientCertificate: string | undefined;
  clientKey: string | undefined;
}

/** How the user proves who it is, beside a client certificate. At most one of these takes effect. */
export interface UserConfig {
  name: string;
  token: string | undefined;
  /** Read again each minute; wins over `token` as long as it can be read. */
  tokenFile: string | undefined;
  basic: { username: string; password: string } | undefined;
  exec: ExecConfig | undefined;
  oidc: OidcConfig | undefined;
}

export type ExecVersion = "client.authentication.k8s.io/v1" | "client.authentication.k8s.io/v1beta1";

/** A client-go credential plugin. */
export interface ExecConfig {
  apiVersion: ExecVersion;
  /** Absolute, or a bare name for PATH. */
  command: string;
  args: readonly string[];
  env: readonly { name: string; value: string }[];
  installHint: string;
  interactiveMode: "Never" | "IfAvailable" | "Always";
  /** The `spec.cluster` of KUBERNETES_EXEC_INFO; undefined unless provideClusterInfo is set. */
  cluster: Record<string, unknown> | undefined;
}

/** The oidc auth-provider's configuration; fields as kubectl names them. */
export interface OidcConfig {
  config: Readonly<Record<string, string>>;
  /** Keeps refreshed tokens in the kubeconfig file. */
  persist(tokens: { "id-token": string; "refresh-token": string }): Promise<void>;
}

export interface Impersonation {
  user: string | undefined;
  uid: string | undefined;
  groups: readonly string[];
  extra: Readonly<Record<string, readonly string[]>>;
}
