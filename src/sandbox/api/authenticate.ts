import { timingSafeEqual, X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

import type { ApiOptions } from "../server.ts";
import { ApiError, forbidden, unauthorized } from "../status.ts";
import { isMaster } from "./authorize.ts";
import type { User } from "./exchange.ts";

const authenticated = "system:authenticated";

/** Who sent the request: by its client certificate or its bearer token, or who that user impersonates. Throws 401. */
export function authenticate(request: IncomingMessage, options: ApiOptions): User {
  const user = certificateUser(request, options) ?? tokenUser(request, options.token);
  if (!user) throw unauthorized();
  return impersonated(user, request);
}

/** Who is at the other end of a connection: a certificate is read once for all its requests. */
const users = new WeakMap<Socket, User>();

/** A certificate that our authority signed: CN is the name, each O a group. */
function certificateUser({ socket }: IncomingMessage, { clientCertificate }: ApiOptions): User | undefined {
  const connection: Socket & Partial<Pick<TLSSocket, "authorized" | "getPeerX509Certificate">> = socket;
  if (!connection.authorized) return undefined;
  const known = users.get(socket);
  if (known) return known;
  // Bun tells that our authority signed the certificate, and not which it is: there is only one
  const certificate = connection.getPeerX509Certificate
    ? connection.getPeerX509Certificate()
    : new X509Certificate(clientCertificate);
  const user = certificate && readCertificate(certificate);
  if (user) users.set(socket, user);
  return user;
}

function readCertificate({ subject, fingerprint256 }: X509Certificate): User | undefined {
  const parts = subject.split("\n").map((part) => part.split(/=(.*)/s));
  const valuesOf = (type: string) => parts.filter(([name]) => name === type).map(([, value = ""]) => value);
  const [name] = valuesOf("CN");
  if (!name) return undefined;
  const groups = valuesOf("O");
  const fingerprint = fingerprint256.replaceAll(":", "").toLowerCase();
  const extra = { "authentication.kubernetes.io/credential-id": [`X509SHA256=${fingerprint}`] };
  return { name, groups: [...groups, authenticated], extra };
}

function tokenUser({ headers }: IncomingMessage, token: string): User | undefined {
  const [, given] = /^Bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? "") ?? [];
  if (given === undefined) return undefined;
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  const same = a.length === b.length && timingSafeEqual(a, b);
  return same ? { name: "admin", groups: ["system:masters", authenticated] } : undefined;
}

/** The user that the Impersonate-… headers name, for those who may. */
function impersonated(user: User, { headersDistinct: headers }: IncomingMessage): User {
  const name = headers["impersonate-user"]?.[0];
  const groups = headers["impersonate-group"] ?? [];
  const uid = headers["impersonate-uid"]?.[0];
  const extra = extraOf(headers);
  if (!name) {
    if (groups.length === 0 && uid === undefined && Object.keys(extra).length === 0) return user;
    const wanted = groups[0] ?? uid ?? Object.keys(extra)[0] ?? "";
    throw new ApiError(
      500,
      "InternalError",
      `Internal error occurred: requested ${wanted} without impersonating a user`,
    );
  }
  if (!isMaster(user)) {
    const subject = { group: "", plural: "users", kind: "User" };
    const what = 'cannot impersonate resource "users" in API group "" at the cluster scope';
    throw forbidden(subject, name, `User "${user.name}" ${what}`);
  }
  return {
    name,
    groups: [...new Set([...groups, ...serviceAccountGroups(name), authenticated])],
    ...(uid !== undefined && { uid }),
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}

/** Impersonate-Extra-KEY: the key is lower case and percent-encoded. */
function extraOf(headers: IncomingMessage["headersDistinct"]): Record<string, readonly string[]> {
  const prefix = "impersonate-extra-";
  const found = Object.entries(headers).filter(([header]) => header.startsWith(prefix));
  return Object.fromEntries(found.map(([header, values]) => [unescapeKey(header.slice(prefix.length)), values ?? []]));
}

function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** system:serviceaccount:NAMESPACE:NAME is in the groups of all service accounts and of its namespace's. */
function serviceAccountGroups(name: string): string[] {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name) ?? [];
  return namespace === undefined ? [] : ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
}
