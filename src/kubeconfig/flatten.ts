import { readFile } from "node:fs/promises";

import { CliError } from "../errors.ts";
import type { Kubeconfig } from "./files.ts";
import { fileReason } from "./file-reason.ts";

/** Puts the content of certificate and key files in their place. Throws kubectl's error for one that cannot be read. */
export async function flattenKubeconfig(config: Kubeconfig): Promise<Kubeconfig> {
  const out = structuredClone(config);
  for (const { cluster } of out.clusters ?? []) await inline(cluster, "certificate-authority");
  for (const { user } of out.users ?? []) {
    await inline(user, "client-certificate");
    await inline(user, "client-key");
  }
  return out;
}

async function inline(entry: Record<string, unknown>, field: string): Promise<void> {
  const path = entry[field];
  if (typeof path !== "string" || path === "") return;
  if (entry[`${field}-data`]) throw new CliError(`cannot have values for both ${field} and ${field}-data`);
  try {
    entry[`${field}-data`] = (await readFile(path)).toString("base64");
  } catch (thrown) {
    throw new CliError(`open ${path}: ${fileReason(thrown)}`, { cause: thrown });
  }
  delete entry[field];
}
