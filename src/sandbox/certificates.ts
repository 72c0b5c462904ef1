// @peculiar/x509 asks for this polyfill before it is loaded itself
import "reflect-metadata";

import { randomBytes, webcrypto } from "node:crypto";

import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  type Extension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

export interface KeyPair {
  /** PEM. */
  cert: string;
  /** PKCS #8 as PEM. */
  key: string;
}

/** What proves who the sandbox is, and who its one user is. The authority's key is not kept: nothing more is signed. */
export interface Credentials {
  /** The authority's certificate, as PEM. */
  ca: string;
  server: KeyPair;
  /** The user admin of the group system:masters. */
  client: KeyPair;
  /** A bearer token for the same user. */
  token: string;
  /** When the certificates end, as RFC 3339. */
  notAfter: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;
const LIFETIME_DAYS = 365;
/** Room for a clock that is set back. */
const CLOCK_SKEW_MS = 5 * 60_000;

const SERVER_NAMES = [
  "localhost",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
];
const SERVER_ADDRESSES = ["127.0.0.1", "10.96.0.1"];

/** Makes an authority, and signs a certificate for the server and one for the client (ECDSA P-256, one year). */
export async function createCredentials(now: Date): Promise<Credentials> {
  const notAfter = new Date(now.getTime() + LIFETIME_DAYS * DAY_MS);
  const sign = signer(new Date(now.getTime() - CLOCK_SKEW_MS), notAfter);
  const authority = await sign("CN=svcctl-sandbox-ca", [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true),
  ]);
  const names = [
    ...SERVER_NAMES.map((value) => ({ type: "dns" as const, value })),
    ...SERVER_ADDRESSES.map((value) => ({ type: "ip" as const, value })),
  ];
  const server = [...leafExtensions(ExtendedKeyUsage.serverAuth), new SubjectAlternativeNameExtension(names)];
  const client = leafExtensions(ExtendedKeyUsage.clientAuth);
  return {
    ca: authority.certificate.toString("pem"),
    server: await exportPair(await sign("CN=kube-apiserver", server, authority)),
    client: await exportPair(await sign("O=system:masters, CN=admin", client, authority)),
    token: randomBytes(32).toString("base64url"),
    notAfter: notAfter.toISOString(),
  };
}

interface Signed {
  certificate: X509Certificate;
  keys: webcrypto.CryptoKeyPair;
}

/** Makes certificates of one validity; one without an issuer signs itself. */
function signer(notBefore: Date, notAfter: Date) {
  return async (subject: string, extensions: Extension[], issuer?: Signed): Promise<Signed> => {
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
    const signingKeys = issuer?.keys ?? keys;
    const certificate = await X509CertificateGenerator.create({
      serialNumber: `00${randomBytes(15).toString("hex")}`,
      subject,
      issuer: issuer?.certificate.subject ?? subject,
      notBefore,
      notAfter,
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: signingKeys.privateKey,
      extensions: [
        ...extensions,
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
        await AuthorityKeyIdentifierExtension.create(signingKeys.publicKey),
      ],
    });
    return { certificate, keys };
  };
}

function leafExtensions(usage: ExtendedKeyUsage): Extension[] {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([usage]),
  ];
}

async function exportPair({ certificate, keys }: Signed): Promise<KeyPair> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const lines = pkcs8.match(/.{1,64}/g) ?? [];
  const key = ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\n");
  return { cert: certificate.toString("pem"), key };
}
