import { Command } from "commander";

import type { Context } from "../context.ts";
import { CliError, UsageError } from "../errors.ts";
import type { Change } from "../kubeconfig/files.ts";
import { escapeText } from "../print/escape.ts";
import { credentialsChanges, type CredentialsFlags } from "./config-credentials.ts";
import { type ConfigFlags, readFiles, withGlobals } from "./config-files.ts";
import { repeated } from "./flags.ts";

interface SetContextFlags extends ConfigFlags {
  current?: boolean;
  cluster?: string;
  user?: string;
  namespace?: string;
}

/** `config set-context [NAME | --current]` */
export const setContextCommand = (context: Context): Command =>
  withGlobals(
    new Command("set-context")
      .description("Set a context of the kubeconfig; fields that are not named stay as they are.")
      .argument("[name]", "the context's name")
      .option("--current", "change the current context")
      .option("--cluster <name>", "the context's cluster")
      .option("--user <name>", "the context's user")
      .option("-n, --namespace <name>", "the context's namespace"),
  ).action((name: string | undefined, flags: SetContextFlags) => runSetContext(name, flags, context));

export async function runSetContext(
  typed: string | undefined,
  flags: SetContextFlags,
  context: Context,
): Promise<void> {
  if (typed !== undefined && flags.current) {
    throw new UsageError("you cannot specify both a context name and --current");
  }
  if (!typed && !flags.current) throw new UsageError("you must specify a non-empty context name or --current");
  const files = await readFiles(flags, context);
  const name = typed ?? files.merged["current-context"];
  if (!name) throw new CliError("no current context is set");
  const exists = files.merged.contexts?.some((entry) => entry.name === name) ?? false;
  const fields = (["cluster", "user", "namespace"] as const).filter((field) => flags[field] !== undefined);
  await files.edit([
    ...(exists ? [] : [{ path: ["contexts", name], value: { cluster: "", user: "" } }]),
    ...fields.map((field) => ({ path: ["contexts", name, field], value: flags[field] || undefined })),
  ]);
  context.io.out(`${escapeText(`Context ${JSON.stringify(name)} ${exists ? "modified" : "created"}.`)}\n`);
}

interface SetClusterFlags extends ConfigFlags {
  server?: string;
  tlsServerName?: string;
  insecureSkipTlsVerify?: boolean;
  certificateAuthority?: string;
  embedCerts?: boolean;
  proxyUrl?: string;
}

/** `config set-cluster NAME` */
export const setClusterCommand = (context: Context): Command =>
  withGlobals(
    new Command("set-cluster")
      .description("Set a cluster of the kubeconfig; fields that are not named stay as they are.")
      .argument("<name>", "the cluster's name")
      .option("--server <url>", "the address of the API server")
      .option("--tls-server-name <name>", "the name to expect in the server's certificate")
      .option("--insecure-skip-tls-verify", "do not check the server's certificate")
      .option("--certificate-authority <path>", "the file of the certificate authority")
      .option("--embed-certs", "copy the certificate authority into the kubeconfig")
      .option("--proxy-url <url>", "the proxy to reach the server through"),
  ).action((name: string, flags: SetClusterFlags) => runSetCluster(name, flags, context));

export async function runSetCluster(name: string, flags: SetClusterFlags, context: Context): Promise<void> {
  if (flags.insecureSkipTlsVerify && flags.certificateAuthority) {
    throw new UsageError("you cannot specify a certificate authority and insecure mode at the same time");
  }
  if (flags.embedCerts && !flags.certificateAuthority) {
    throw new UsageError("you must specify a --certificate-authority to embed");
  }
  const files = await readFiles(flags, context);
  const exists = files.merged.clusters?.some((entry) => entry.name === name) ?? false;
  await files.edit([
    ...(exists ? [] : [{ path: ["clusters", name], value: { server: "" } }]),
    ...clusterChanges(name, flags),
  ]);
  context.io.out(`${escapeText(`Cluster ${JSON.stringify(name)} set.`)}\n`);
}

/** kubectl's modifyCluster: a new server forgets the old one's TLS name, and a CA and insecurity exclude each other. */
function clusterChanges(name: string, flags: SetClusterFlags): Change[] {
  const set = (field: string, value: unknown): Change => ({ path: ["clusters", name, field], value });
  const { server, tlsServerName, insecureSkipTlsVerify: insecure, certificateAuthority: file, proxyUrl } = flags;
  const noCa = [set("certificate-authority", undefined), set("certificate-authority-data", undefined)];
  const embed = flags.embedCerts ?? false;
  return [
    ...(server === undefined ? [] : [set("server", server), set("tls-server-name", undefined)]),
    ...(tlsServerName === undefined ? [] : [set("tls-server-name", tlsServerName || undefined)]),
    ...(insecure === undefined
      ? []
      : [set("insecure-skip-tls-verify", insecure || undefined), ...(insecure ? noCa : [])]),
    ...(file === "" ? noCa : []),
    ...(file ? [set("insecure-skip-tls-verify", undefined), caFile(name, file, embed)] : []),
    ...(proxyUrl === undefined ? [] : [set("proxy-url", proxyUrl || undefined)]),
  ];
}

const caFile = (name: string, file: string, embed: boolean): Change => ({
  path: ["clusters", name, "certificate-authority"],
  file,
  embed,
});

/** `config set-credentials NAME` */
export const setCredentialsCommand = (context: Context): Command =>
  withGlobals(
    new Command("set-credentials")
      .description("Set a user of the kubeconfig; fields that are not named stay as they are.")
      .argument("<name>", "the user's name")
      .option("--client-certificate <path>", "the file of the client certificate")
      .option("--client-key <path>", "the file of the client certificate's key")
      .option("--embed-certs", "copy certificate and key into the kubeconfig")
      .option("--token <token>", "the bearer token")
      .option("--username <name>", "the name for basic authentication")
      .option("--password <password>", "the password for basic authentication")
      .option("--auth-provider <name>", "the auth provider: oidc")
      .option("--auth-provider-arg <key=value>", "an argument of the auth provider; key- takes it away", repeated)
      .option("--exec-command <command>", "the credential plugin to run")
      .option("--exec-api-version <version>", "the API version that the plugin speaks")
      .option("--exec-arg <argument>", "an argument of the plugin", repeated)
      .option("--exec-env <name=value>", "a variable of the plugin's environment; name- takes it away", repeated)
      .option("--exec-interactive-mode <mode>", "when the plugin may ask: Never, IfAvailable, Always")
      .option("--exec-provide-cluster-info", "tell the plugin about the cluster"),
  ).action((name: string, flags: CredentialsFlags & ConfigFlags) => runSetCredentials(name, flags, context));

export async function runSetCredentials(
  name: string,
  flags: CredentialsFlags & ConfigFlags,
  context: Context,
): Promise<void> {
  const files = await readFiles(flags, context);
  const before = files.asWritten.users?.find((entry) => entry.name === name)?.user;
  await files.edit(credentialsChanges(name, before, flags));
  context.io.out(`${escapeText(`User ${JSON.stringify(name)} set.`)}\n`);
}
