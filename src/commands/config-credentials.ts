import { UsageError } from "../errors.ts";
import type { Change } from "../kubeconfig/files.ts";

/** The flags of `config set-credentials`. */
export interface CredentialsFlags {
  clientCertificate?: string;
  clientKey?: string;
  embedCerts?: boolean;
  token?: string;
  username?: string;
  password?: string;
  authProvider?: string;
  authProviderArg?: string[];
  execCommand?: string;
  execApiVersion?: string;
  execArg?: string[];
  execEnv?: string[];
  execInteractiveMode?: string;
  execProvideClusterInfo?: boolean;
}

type User = Readonly<Record<string, unknown>>;

/**
 * What `config set-credentials` changes in a user, by kubectl's modifyAuthInfo: a token and a password exclude each
 * other, the plugin's fields change only when there is a plugin. `before` is undefined for a new user.
 */
export function credentialsChanges(name: string, before: User | undefined, flags: CredentialsFlags): Change[] {
  refuseContradictions(flags);
  const after: Record<string, unknown> = { ...before, ...textsOf(flags) };
  if (flags.token) Object.assign(after, { username: undefined, password: undefined });
  if (flags.username || flags.password) after["token"] = undefined;
  after["auth-provider"] = changedProvider(before?.["auth-provider"] as Provider | undefined, flags);
  after["exec"] = changedExec(before?.["exec"] as Exec | undefined, flags);
  const changed = Object.keys(after).filter((field) => after[field] !== before?.[field]);
  return [
    ...(before ? [] : [{ path: ["users", name], value: {} }]),
    ...changed.map((field) => ({ path: ["users", name, field], value: after[field] || undefined })),
    ...fileChanges(name, flags),
  ];
}

function refuseContradictions(flags: CredentialsFlags): void {
  const methods = [
    ...(flags.token ? ["--token"] : []),
    ...(flags.username || flags.password ? ["--username/--password"] : []),
  ];
  if (methods.length > 1) {
    throw new UsageError(
      `you cannot specify more than one authentication method at the same time: ${methods.join(", ")}`,
    );
  }
  if (flags.embedCerts && !flags.clientCertificate && !flags.clientKey) {
    throw new UsageError("you must specify a --client-certificate or --client-key to embed");
  }
}

const textsOf = ({ token, username, password }: CredentialsFlags): User => ({
  ...(token !== undefined && { token }),
  ...(username !== undefined && { username }),
  ...(password !== undefined && { password }),
});

interface Provider {
  name?: string;
  config?: Record<string, string>;
}

function changedProvider(before: Provider | undefined, flags: CredentialsFlags): Provider | undefined {
  const { authProvider: name, authProviderArg: pairs } = flags;
  const provider = name !== undefined && name !== before?.name ? { name } : before;
  if (!provider || (pairs === undefined && provider === before)) return provider;
  const config = { ...provider.config };
  for (const { key, value } of (pairs ?? []).map(parsePair)) {
    if (value === undefined) delete config[key];
    else config[key] = value;
  }
  return { ...provider, config };
}

interface Exec {
  command?: string;
  args?: string[];
  env?: { name: string; value: string }[];
  [field: string]: unknown;
}

function changedExec(before: Exec | undefined, flags: CredentialsFlags): Exec | undefined {
  const { execCommand: command, execApiVersion, execArg, execEnv, execInteractiveMode, execProvideClusterInfo } = flags;
  if (command === undefined && !before) return undefined;
  const exec: Exec = { ...before };
  if (command !== undefined) Object.assign(exec, { command, args: undefined });
  if (execApiVersion !== undefined) exec["apiVersion"] = execApiVersion;
  if (execInteractiveMode !== undefined) exec["interactiveMode"] = execInteractiveMode;
  if (execProvideClusterInfo !== undefined) exec["provideClusterInfo"] = execProvideClusterInfo;
  if (execArg !== undefined) exec.args = execArg;
  if (execEnv !== undefined) exec.env = changedEnv(exec.env ?? [], execEnv);
  const given = Object.entries(exec).filter(([, value]) => value !== undefined);
  const same = given.every(([field, value]) => value === before?.[field]);
  return same && before && given.length === Object.keys(before).length ? before : Object.fromEntries(given);
}

function changedEnv(before: { name: string; value: string }[], pairs: readonly string[]) {
  const env = new Map(before.map(({ name, value }) => [name, value]));
  for (const { key, value } of pairs.map(parsePair)) {
    if (value === undefined) env.delete(key);
    else env.set(key, value);
  }
  return [...env].map(([name, value]) => ({ name, value }));
}

/** "key=value" sets, "key-" takes away. */
function parsePair(pair: string): { key: string; value: string | undefined } {
  const at = pair.indexOf("=");
  if (at > 0) return { key: pair.slice(0, at), value: pair.slice(at + 1) };
  if (pair.endsWith("-") && pair.length > 1) return { key: pair.slice(0, -1), value: undefined };
  throw new UsageError(`invalid argument ${JSON.stringify(pair)}: expected key=value or key-`);
}

function fileChanges(name: string, flags: CredentialsFlags): Change[] {
  const files = [
    ["client-certificate", flags.clientCertificate],
    ["client-key", flags.clientKey],
  ] as const;
  return files.flatMap(([field, file]): Change[] => {
    if (file === undefined) return [];
    if (file === "") return [{ path: ["users", name, field], value: undefined }];
    return [{ path: ["users", name, field], file, embed: flags.embedCerts ?? false }];
  });
}
