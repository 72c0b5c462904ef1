import { arch, platform } from "node:os";

import type { ClusterConfig, Impersonation } from "../kubeconfig/cluster-config.ts";
import { VERSION } from "../version.ts";
import type { Credentials } from "./auth.ts";
import type { Request } from "./transport.ts";

// Go's names of what Node calls otherwise
const ARCHITECTURES: Record<string, string> = { x64: "amd64", ia32: "386", arm64: "arm64" };
const SYSTEMS: Record<string, string> = { win32: "windows" };

const USER_AGENT = `svcctl/${VERSION} (${SYSTEMS[platform()] ?? platform()}/${ARCHITECTURES[arch()] ?? arch()}) node`;

/** The headers of a request to the API server. */
export function requestHeaders(
  { accept, contentType, body }: Request,
  { compression, impersonation }: ClusterConfig,
  { authorization }: Credentials,
): Record<string, string | string[]> {
  return {
    Accept: accept ?? "application/json",
    "User-Agent": USER_AGENT,
    ...(compression && { "Accept-Encoding": "gzip" }),
    ...(body !== undefined && {
      "Content-Type": contentType ?? "application/json",
      "Content-Length": String(Buffer.byteLength(body)),
    }),
    ...(authorization !== undefined && { Authorization: authorization }),
    ...impersonationHeaders(impersonation),
  };
}

function impersonationHeaders({ user, uid, groups, extra }: Impersonation): Record<string, string | string[]> {
  if (user === undefined) return {};
  const extras = Object.entries(extra).map(([key, values]) => [`Impersonate-Extra-${escapeKey(key)}`, [...values]]);
  return {
    "Impersonate-User": user,
    ...(uid !== undefined && { "Impersonate-Uid": uid }),
    ...(groups.length > 0 && { "Impersonate-Group": [...groups] }),
    ...(Object.fromEntries(extras) as Record<string, string[]>),
  };
}

/** Keys of extra may hold what a header's name may not: client-go percent-encodes those. */
const escapeKey = (key: string): string =>
  key.replace(/[^!#$&'*+\-.^_`|~0-9A-Za-z]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
