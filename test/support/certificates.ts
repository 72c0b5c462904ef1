import "reflect-metadata";

import { randomBytes, webcrypto } from "node:crypto";

import {
  BasicConstraintsExtension,
  type Extension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** PEM texts. */
export interface Pair {
  cert: string;
  key: string;
}

/** Who vouches for a server, and the server's certificate. */
export interface ServerCertificate extends Pair {
  ca: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const HOUR_MS = 3_600_000;

/** A certificate for 127.0.0.1 of an authority of its own; `names` and `ends` make it one that does not fit. */
export async function serverCertificate(
  options: { names?: { type: "dns" | "ip"; value: string }[]; ends?: Date } = {},
): Promise<ServerCertificate> {
  const { names = [{ type: "ip", value: "127.0.0.1" }], ends = new Date(Date.now() + HOUR_MS) } = options;
  const authority = await sign("CN=test-ca", [new BasicConstraintsExtension(true, 0, true)], ends);
  const server = await sign("CN=server", [new SubjectAlternativeNameExtension(names)], ends, authority);
  return { ca: authority.certificate.toString("pem"), ...(await pairOf(server)) };
}

/** A client's certificate that vouches for itself: enough for a server that only looks at who it names. */
export async function clientCertificate(name: string): Promise<Pair> {
  return pairOf(await sign(`CN=${name}`, [], new Date(Date.now() + HOUR_MS)));
}

interface Signed {
  certificate: X509Certificate;
  keys: webcrypto.CryptoKeyPair;
}

async function sign(subject: string, extensions: Extension[], ends: Date, issuer?: Signed): Promise<Signed> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: `00${randomBytes(15).toString("hex")}`,
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    notBefore: new Date(ends.getTime() - 48 * HOUR_MS),
    notAfter: ends,
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    extensions,
  });
  return { certificate, keys };
}

async function pairOf({ certificate, keys }: Signed): Promise<Pair> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const lines = der.match(/.{1,64}/g) ?? [];
  const key = ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\n");
  return { cert: certificate.toString("pem"), key };
}
