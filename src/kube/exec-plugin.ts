import { isatty } from "node:tty";

import type { ExecConfig } from "../kubeconfig/cluster-config.ts";
import { type Authenticator, type AuthWorld, certificateOf, type Credentials } from "./auth.ts";
import { credentialsError } from "./connection-error.ts";
import { runPlugin } from "./run-plugin.ts";

/** An ExecCredential's status, as svcctl keeps it. */
interface Granted {
  credentials: Credentials;
  /** Milliseconds since the epoch; Infinity: as long as this process lives. */
  expires: number;
}

/**
 * Credentials from a client-go credential plugin (client.authentication.k8s.io): the plugin runs when credentials are
 * first needed, when they have expired, and once more when the server refuses them.
 */
export function execAuthenticator(exec: ExecConfig, world: AuthWorld): Authenticator {
  let granted: Promise<Granted> | undefined;
  const current = async (): Promise<Granted> => {
    const before = granted;
    const held = await before?.catch(() => undefined);
    if (held && held.expires > world.now().getTime()) return held;
    // requests that run side by side wait for one run of the plugin
    if (granted === before) granted = askPlugin(exec, world);
    return granted as Promise<Granted>;
  };
  return {
    credentials: async () => (await current()).credentials,
    refresh: async (refused) => {
      const held = await granted;
      if (held && isSame(held.credentials, refused)) granted = undefined;
      return true;
    },
  };
}

const isSame = (a: Credentials, b: Credentials): boolean =>
  a.authorization === b.authorization && a.certificate?.certificate === b.certificate?.certificate;

async function askPlugin(exec: ExecConfig, world: AuthWorld): Promise<Granted> {
  const interactive = isInteractive(exec, world);
  const info = {
    kind: "ExecCredential",
    apiVersion: exec.apiVersion,
    spec: { ...(exec.cluster && { cluster: exec.cluster }), interactive },
  };
  const own = Object.fromEntries(exec.env.map(({ name, value }) => [name, value]));
  const env = { ...world.env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  return readCredential(await runPlugin(exec, { env, interactive, signal: world.signal, note: world.note }), exec);
}

function isInteractive({ interactiveMode }: ExecConfig, world: AuthWorld): boolean {
  const available = world.interactive ?? isatty(0);
  if (interactiveMode === "Always" && !available) {
    throw credentialsError("exec plugin cannot support interactive mode: standard input is not a terminal");
  }
  return interactiveMode !== "Never" && available;
}

interface ExecCredential {
  kind?: unknown;
  apiVersion?: string;
  status?: Partial<Record<(typeof STATUS_FIELDS)[number], string>>;
}

const STATUS_FIELDS = ["token", "clientCertificateData", "clientKeyData", "expirationTimestamp"] as const;

/** Reads what a plugin printed. Throws client-go's errors for what is missing. */
function readCredential(stdout: string, { apiVersion }: ExecConfig): Granted {
  const { status, ...credential } = parseCredential(stdout);
  if (credential.kind !== "ExecCredential") {
    throw credentialsError(`decoding stdout: no kind "${String(credential.kind ?? "")}" is known of a plugin`);
  }
  if (credential.apiVersion !== apiVersion) {
    throw credentialsError(
      `exec plugin is configured to use API version ${apiVersion}, plugin returned version ${credential.apiVersion ?? ""}`,
    );
  }
  if (!status) throw credentialsError("exec plugin didn't return a status field");
  const odd = STATUS_FIELDS.find((field) => !["undefined", "string"].includes(typeof status[field]));
  if (odd !== undefined) throw credentialsError(`decoding stdout: status.${odd} is not a string`);
  const { token = "", clientCertificateData = "", clientKeyData = "", expirationTimestamp } = status;
  if (token === "" && clientCertificateData === "" && clientKeyData === "") {
    throw credentialsError("exec plugin didn't return a token or cert/key pair");
  }
  if ((clientCertificateData === "") !== (clientKeyData === "")) {
    throw credentialsError("exec plugin returned only certificate or key, not both");
  }
  const certificate = certificateOf(clientCertificateData || undefined, clientKeyData || undefined);
  const credentials = {
    ...(token !== "" && { authorization: `Bearer ${token}` }),
    ...(certificate && { certificate }),
  };
  const expires = expirationTimestamp === undefined ? Infinity : Date.parse(expirationTimestamp);
  if (Number.isNaN(expires)) throw credentialsError("decoding stdout: status.expirationTimestamp is not a time");
  return { credentials, expires };
}

function parseCredential(stdout: string): ExecCredential {
  try {
    const parsed = JSON.parse(stdout) as unknown;
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {
    // told below: what a plugin printed may be a secret, so it is not shown
  }
  throw credentialsError("decoding stdout: the plugin printed no ExecCredential in JSON");
}
