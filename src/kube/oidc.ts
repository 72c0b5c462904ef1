import http from "node:http";
import https from "node:https";

import { CliError } from "../errors.ts";
import type { OidcConfig } from "../kubeconfig/cluster-config.ts";
import { escapeText } from "../print/escape.ts";
import type { Authenticator, AuthWorld } from "./auth.ts";
import { ConnectionError } from "./connection-error.ts";
import { exchange, readBody } from "./exchange.ts";
import { systemCa } from "./system-ca.ts";

/** A token that ends within this time counts as ended: the request must still arrive. As client-go. */
const EXPIRY_MS = 10_000;
const MAX_BODY = 1024 * 1024;

/**
 * Bearer tokens of kubectl's oidc auth-provider: the id-token as long as it lasts, then a new one for the refresh-token,
 * which is kept in the kubeconfig. Throws kubectl's errors for what the configuration lacks.
 */
export function oidcAuthenticator({ config, persist }: OidcConfig, world: AuthWorld): Authenticator {
  for (const field of ["idp-issuer-url", "client-id"]) {
    if (!config[field]) throw new CliError(`Must provide ${field}`);
  }
  let tokens = { "id-token": config["id-token"] ?? "", "refresh-token": config["refresh-token"] ?? "" };
  let renewal: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    tokens = await refreshTokens(config, tokens["refresh-token"], world);
    await persist(tokens).catch((thrown: Error) =>
      world.note(`could not persist new tokens: ${escapeText(thrown.message)}`),
    );
  };
  return {
    credentials: async () => {
      if (!isFresh(tokens["id-token"], world.now())) {
        renewal ??= renew().finally(() => (renewal = undefined));
        await renewal;
      }
      return { authorization: `Bearer ${tokens["id-token"]}` };
    },
    refresh: async () => false,
  };
}

const tokenError = (reason: string): ConnectionError =>
  new ConnectionError(`Unable to connect to the server: ${reason}`);

/** Whether a JSON Web Token is still good by its own `exp`. Its signature is the server's business. */
function isFresh(token: string, now: Date): boolean {
  try {
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { exp?: unknown };
    return typeof claims.exp === "number" && claims.exp * 1000 - EXPIRY_MS > now.getTime();
  } catch {
    return false;
  }
}

async function refreshTokens(config: OidcConfig["config"], refreshToken: string, world: AuthWorld) {
  if (refreshToken === "") throw tokenError("No valid id-token, and cannot refresh without refresh-token");
  const ask = await asker(config, world);
  const issuer = (config["idp-issuer-url"] ?? "").replace(/\/$/, "");
  const { token_endpoint: endpoint } = await ask(`${issuer}/.well-known/openid-configuration`);
  if (!endpoint) throw tokenError("failed to refresh token: oidc: discovery object doesn't contain a token_endpoint");
  const answer = await ask(endpoint, {
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    client_id: config["client-id"] ?? "",
    ...(config["client-secret"] && { client_secret: config["client-secret"] }),
  });
  const idToken = answer["id_token"];
  if (idToken) return { "id-token": idToken, "refresh-token": answer["refresh_token"] ?? refreshToken };
  throw tokenError(
    'token response did not contain an id_token, either the scope "openid" wasn\'t requested upon login, or the ' +
      "provider doesn't support id_tokens as part of the refresh response",
  );
}

type Answer = Record<string, string | undefined>;

/** GETs, or POSTs a form, to the identity provider; answers are JSON objects. */
async function asker(config: OidcConfig["config"], { env, signal }: AuthWorld) {
  const agent = new https.Agent({ ca: await providerCa(config, env) });
  return async (address: string, form?: Record<string, string>): Promise<Answer> => {
    const url = new URL(address);
    const incoming = await exchange({
      method: form ? "POST" : "GET",
      url,
      headers: form ? { "Content-Type": "application/x-www-form-urlencoded" } : {},
      body: form && new URLSearchParams(form).toString(),
      agent: url.protocol === "https:" ? agent : http.globalAgent,
      signal,
      onPhase: () => {},
    }).catch((thrown: Error) => {
      throw tokenError(`failed to refresh token: ${url.origin}: ${thrown.message}`);
    });
    const body = await readBody(incoming.stream, MAX_BODY);
    // what a provider answers may hold tokens: it is not shown
    if (incoming.status !== 200) throw tokenError(`failed to refresh token: ${url.origin} answered ${incoming.status}`);
    return parseObject(body, url);
  };
}

function parseObject(body: string, url: URL): Answer {
  try {
    const parsed = JSON.parse(body) as unknown;
    if (typeof parsed === "object" && parsed !== null) return parsed as Answer;
  } catch {
    // told below
  }
  throw tokenError(`failed to refresh token: ${url.origin} did not answer in JSON`);
}

async function providerCa(config: OidcConfig["config"], env: AuthWorld["env"]): Promise<string | string[]> {
  const data = config["idp-certificate-authority-data"];
  if (data) return Buffer.from(data, "base64").toString("utf8");
  const path = config["idp-certificate-authority"];
  return systemCa(path ? { SSL_CERT_FILE: path } : env);
}
