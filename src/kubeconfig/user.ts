import { CliError } from "../errors.ts";
import type { Chosen } from "./choose.ts";
import type { ExecConfig, OidcConfig, UserConfig } from "./cluster-config.ts";
import type { KubeconfigFiles } from "./files.ts";
import { isRecord, textOf } from "./shape.ts";

/**
 * The chosen user's ways to prove who it is. What is missing is added to `faults`, what contradicts itself is thrown,
 * both in kubectl's words (client-go's validateAuthInfo). `ca` is the cluster's, for exec plugins that ask for it.
 */
export function readUser(
  chosen: Chosen,
  ca: string | undefined,
  edit: KubeconfigFiles["edit"],
  faults: string[],
): UserConfig {
  const { user, userName: name } = chosen;
  const username = textOf(user["username"]);
  const password = textOf(user["password"]);
  const credentials: UserConfig = {
    name,
    token: textOf(user["token"]),
    tokenFile: textOf(user["tokenFile"]),
    basic:
      username === undefined && password === undefined
        ? undefined
        : { username: username ?? "", password: password ?? "" },
    exec: isRecord(user["exec"]) ? readExec(user["exec"], chosen, ca, faults) : undefined,
    oidc: isRecord(user["auth-provider"]) ? readAuthProvider(user["auth-provider"], name, edit) : undefined,
  };
  refuseSeveral(credentials);
  return credentials;
}

function refuseSeveral({ name, token, tokenFile, basic, exec, oidc }: UserConfig): void {
  const methods = [...(token === undefined ? [] : ["token"]), ...(basic === undefined ? [] : ["basicAuth"])];
  if (methods.length > 1) {
    throw new CliError(
      `more than one authentication method found for ${name}; found [${methods.join(" ")}], only one is allowed`,
    );
  }
  if (tokenFile !== undefined && basic) {
    throw new CliError("username/password or bearer token may be set, but not both");
  }
  if (exec && oidc)
    throw new CliError(`authProvider cannot be provided in combination with an exec plugin for ${name}`);
}

const VERSIONS = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"] as const;
const MODES = ["Never", "IfAvailable", "Always"] as const;

function readExec(
  exec: Record<string, unknown>,
  { cluster, userName }: Chosen,
  ca: string | undefined,
  faults: string[],
): ExecConfig {
  const purpose = `must be specified for ${userName} to use exec authentication plugin`;
  const { command = "", apiVersion = "", interactiveMode = "" } = exec as Record<string, string | undefined>;
  if (command === "") faults.push(`command ${purpose}`);
  if (apiVersion === "") faults.push(`apiVersion ${purpose}`);
  // v1beta1 takes IfAvailable for granted; v1 wants it said
  if (interactiveMode === "" && apiVersion !== VERSIONS[1]) faults.push(`interactiveMode ${purpose}`);
  const mode = MODES.find((known) => known === interactiveMode);
  if (!mode && interactiveMode !== "")
    throw new CliError(`invalid interactiveMode for ${userName}: "${interactiveMode}"`);
  const version = VERSIONS.find((known) => known === apiVersion);
  if (!version && apiVersion !== "") throw new CliError(`exec plugin: invalid apiVersion "${apiVersion}"`);
  return {
    apiVersion: version ?? VERSIONS[0],
    command,
    args: Array.isArray(exec["args"]) ? exec["args"].map(String) : [],
    env: Array.isArray(exec["env"]) ? exec["env"].filter(isVariable) : [],
    installHint: textOf(exec["installHint"]) ?? "",
    interactiveMode: mode ?? "IfAvailable",
    cluster: exec["provideClusterInfo"] === true ? execCluster(cluster, ca) : undefined,
  };
}

const isVariable = (item: unknown): item is { name: string; value: string } =>
  isRecord(item) && typeof item["name"] === "string" && typeof item["value"] === "string";

/** The kubeconfig extension whose content a plugin gets as `spec.cluster.config`. */
const EXEC_EXTENSION = "client.authentication.k8s.io/exec";

const CLUSTER_FIELDS = ["server", "tls-server-name", "insecure-skip-tls-verify", "proxy-url", "disable-compression"];

/** client.authentication.k8s.io/v1 Cluster: named as the kubeconfig's fields, the CA always as data. */
function execCluster(cluster: Record<string, unknown>, ca: string | undefined): Record<string, unknown> {
  const given = CLUSTER_FIELDS.filter((field) => cluster[field] !== undefined && cluster[field] !== "");
  const extensions = Array.isArray(cluster["extensions"]) ? cluster["extensions"].filter(isRecord) : [];
  const config = extensions.find(({ name }) => name === EXEC_EXTENSION)?.["extension"];
  return {
    ...Object.fromEntries(given.map((field) => [field, cluster[field]])),
    ...(ca !== undefined && { "certificate-authority-data": Buffer.from(ca).toString("base64") }),
    config: config ?? null,
  };
}

const REMOVED: Record<string, string> = { gcp: "gke-gcloud-auth-plugin", azure: "kubelogin" };

function readAuthProvider(
  provider: Record<string, unknown>,
  userName: string,
  edit: KubeconfigFiles["edit"],
): OidcConfig {
  const name = textOf(provider["name"]) ?? "";
  const plugin = Object.hasOwn(REMOVED, name) ? REMOVED[name] : undefined;
  if (plugin !== undefined) {
    throw new CliError(
      `The ${name} auth plugin has been removed.\nPlease use the "${plugin}" kubectl/client-go credential plugin instead.`,
    );
  }
  if (name !== "oidc") throw new CliError(`no Auth Provider found for name "${name}"`);
  const config = isRecord(provider["config"]) ? provider["config"] : {};
  const texts = Object.entries(config).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const base = ["users", userName, "auth-provider", "config"];
  return {
    config: Object.fromEntries(texts),
    persist: async (tokens) => {
      await edit(Object.entries(tokens).map(([key, value]) => ({ path: [...base, key], value })));
    },
  };
}
