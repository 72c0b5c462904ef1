import { readFile } from "node:fs/promises";

import { CliError } from "../errors.ts";
import type { Chosen } from "./choose.ts";
import type { TlsConfig } from "./cluster-config.ts";
import { fileReason } from "./file-reason.ts";

/**
 * Reads the certificates and the key of the chosen cluster and user: inline data wins over a file. What cannot be read
 * is added to `faults`, in kubectl's words.
 */
export async function readTls({ cluster, clusterName, user, userName }: Chosen, faults: string[]): Promise<TlsConfig> {
  const insecure = cluster["insecure-skip-tls-verify"] === true;
  const [clientCertificate, clientKey, ca] = [
    await material(user, "client-certificate", "client-cert", userName, faults),
    await material(user, "client-key", "client-key", userName, faults),
    await material(cluster, "certificate-authority", "certificate-authority", clusterName, faults),
  ];
  if (insecure && ca !== undefined) {
    throw new CliError("specifying a root certificates file with the insecure flag is not allowed");
  }
  if (clientCertificate !== undefined && !named(user, "client-key")) {
    faults.unshift(
      `client-key-data or client-key must be specified for ${userName} to use the clientCert authentication method.`,
    );
  }
  if (faults.length === 0) checkPem({ ca, clientCertificate, clientKey });
  const serverName = cluster["tls-server-name"];
  return {
    ca,
    insecure,
    serverName: typeof serverName === "string" && serverName !== "" ? serverName : undefined,
    ...(clientKey !== undefined && clientCertificate !== undefined
      ? { clientCertificate, clientKey }
      : { clientCertificate: undefined, clientKey: undefined }),
  };
}

const named = (entry: Record<string, unknown>, field: string): boolean =>
  Boolean(entry[`${field}-data`]) || Boolean(entry[field]);

async function material(
  entry: Record<string, unknown>,
  field: string,
  label: string,
  owner: string,
  faults: string[],
): Promise<string | undefined> {
  const data = entry[`${field}-data`];
  if (typeof data === "string" && data !== "") return Buffer.from(data, "base64").toString("utf8");
  const path = entry[field];
  if (typeof path !== "string" || path === "") return undefined;
  try {
    return await readFile(path, "utf8");
  } catch (thrown) {
    faults.push(`unable to read ${label} ${path} for ${owner} due to open ${path}: ${fileReason(thrown)}`);
    return "";
  }
}

function checkPem(pem: Record<"ca" | "clientCertificate" | "clientKey", string | undefined>): void {
  const isPem = (text: string | undefined) => text === undefined || /-----BEGIN [A-Z0-9 ]+-----/.test(text);
  if (!isPem(pem.ca)) throw new CliError("unable to load root certificates: unable to parse bytes as PEM block");
  if (!isPem(pem.clientCertificate)) throw new CliError("tls: failed to find any PEM data in certificate input");
  if (!isPem(pem.clientKey)) throw new CliError("tls: failed to find any PEM data in key input");
}
