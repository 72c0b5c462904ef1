import { createPrivateKey, X509Certificate } from "node:crypto";

import type { Credentials } from "./certificates.ts";
import { readIfThere, writePrivateFile } from "./files.ts";

/** Certificates with less left than this are made anew at the next start. */
const RENEW_BEFORE_MS = 30 * 86_400_000;

/** The credentials of the last run while they are good; new ones, written down, otherwise. */
export async function loadCredentials(path: string, now: Date): Promise<Credentials> {
  const known = parse(await readIfThere(path));
  if (known && Date.parse(known.notAfter) - now.getTime() > RENEW_BEFORE_MS) return known;
  const { createCredentials } = await import("./certificates.ts");
  const made = await createCredentials(now);
  await writePrivateFile(path, JSON.stringify(made));
  return made;
}

/** The credentials in a file; undefined when it is damaged or there is none. */
export async function readCredentials(path: string): Promise<Credentials | undefined> {
  return parse(await readIfThere(path));
}

function parse(text: string | undefined): Credentials | undefined {
  if (text === undefined) return undefined;
  try {
    const { ca, server, client, token, notAfter } = JSON.parse(text) as Partial<Credentials>;
    if (!ca || !server || !client || typeof token !== "string" || typeof notAfter !== "string") return undefined;
    const sound = token !== "" && isCertificate(ca) && isPair(server) && isPair(client);
    return sound ? { ca, server, client, token, notAfter } : undefined;
  } catch {
    return undefined;
  }
}

/** Throws for what is no PEM. */
const isCertificate = (pem: string): boolean => new X509Certificate(pem).subject !== "";

/** Whether a key is its certificate's. Throws for what is no PEM. */
const isPair = ({ cert, key }: Credentials["server"]): boolean =>
  new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
