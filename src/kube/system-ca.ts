import { readFile } from "node:fs/promises";
import { rootCertificates } from "node:tls";

// Where distributions keep the certificates that a machine trusts; the list of Go's crypto/x509
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * The certificate authorities that the machine trusts, as PEM, for a cluster whose kubeconfig names none: $SSL_CERT_FILE,
 * else the system's bundle, else the ones that come with Node.
 */
export async function systemCa(env: Readonly<Record<string, string | undefined>>): Promise<string | string[]> {
  const named = env["SSL_CERT_FILE"];
  for (const path of named === undefined || named === "" ? BUNDLES : [named]) {
    const pem = await readFile(path, "utf8").catch(() => "");
    if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  }
  return [...rootCertificates];
}
