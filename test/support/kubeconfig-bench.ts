import { chmod, mkdir, writeFile } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { TLSSocket } from "node:tls";

import { clientCertificate, serverCertificate } from "./certificates.ts";
import { answer, failure, type Misbehave, type SeenRequest, startFaultyServer, testFolder } from "./faulty-server.ts";
import type { KubeconfigCase } from "./kubeconfig/case.ts";
import { startHttpProxy, startSocksProxy } from "./proxies.ts";

/** What came of a way to connect: the request that arrived, or no request and the reason. */
export interface Outcome {
  request?: {
    /** Scheme and path, and the name that TLS was asked for. */
    url: string;
    sni?: string;
    authorization?: unknown;
    impersonate?: Record<string, unknown>;
    /** Common name of the client's certificate. */
    certificate?: string;
    proxy?: string;
  };
  /** Standard error, with what each run has of its own put back into `$` words. */
  stderr: string;
  failed: boolean;
}

/** One program's way to run `get services web -o name` in a folder. */
export type Run = (
  argv: string[],
  folder: string,
  env: Record<string, string>,
) => Promise<Pick<Outcome, "stderr" | "failed">>;

/** Servers and proxies on loopback, and a way to try a case on them. */
export async function startBench(t: Pick<TestContext, "after">) {
  const names = [
    { type: "ip" as const, value: "127.0.0.1" },
    { type: "ip" as const, value: "fd00::1" },
    { type: "dns" as const, value: "server.example" },
  ];
  const certificate = await serverCertificate({ names });
  const arrived: NonNullable<Outcome["request"]>[] = [];
  const serve: Misbehave = (request, response) => {
    if (request.url.pathname.endsWith("/services/web")) arrived.push(shown(request));
    answerAsServer(request, response);
  };
  const https = await startFaultyServer(t, serve, { certificate, askForCertificate: true });
  const http = await startFaultyServer(t, serve, { plain: true });
  const proxy = await startHttpProxy(t, { leadTo: https.port });
  const socks = await startSocksProxy(t, { leadTo: https.port });
  const [me, other] = [await clientCertificate("me"), await clientCertificate("other")];
  const words: Record<string, string> = {
    $HTTPS: https.url,
    $HTTP: http.url,
    $HTTP_HOST: new URL(http.url).host,
    $HTTP_PORT: String(http.port),
    $PORT: String(https.port),
    $PROXY: proxy.url,
    $PROXY_HOST: new URL(proxy.url).host,
    $SOCKS: socks.url,
    $PEM_CA: certificate.ca,
    $PEM_CERT: me.cert,
    $PEM_KEY: me.key,
    $CA: base64(certificate.ca),
    $CERT: base64(me.cert),
    $KEY: base64(me.key),
    $OTHER_KEY: base64(other.key),
  };
  return async ({ files, env = {}, args = "" }: KubeconfigCase, run: Run): Promise<Outcome> => {
    const folder = await testFolder(t);
    const own: Record<string, string> = { ...words, $DIR: folder };
    for (const [path, text] of Object.entries(files)) await place(join(folder, path), fill(text, own));
    for (const list of [arrived, proxy.seen, socks.seen]) list.length = 0;
    const filled = Object.entries(env).map(([name, value]) => [name, fill(value, own)]);
    const argv = args
      .split(" ")
      .filter(Boolean)
      .map((word) => fill(word, own));
    const argvAll = [...argv, "get", "services", "web", "-o", "name"];
    const result = await run(argvAll, folder, { HOME: folder, PATH: "/usr/bin:/bin", ...Object.fromEntries(filled) });
    const back = {
      $DIR: folder,
      $PROXY_HOST: own["$PROXY_HOST"]!,
      ":$PORT": `:${https.port}`,
      $HTTP_HOST: own["$HTTP_HOST"]!,
      ":$HTTP_PORT": `:${http.port}`,
    };
    const put = <T>(value: T) => JSON.parse(putBack(JSON.stringify(value), back)) as T;
    const [seen] = arrived;
    const way = [...proxy.seen, ...socks.seen.map((target) => `SOCKS ${target}`)].at(-1);
    return put({
      ...(seen && { request: { ...seen, ...(way !== undefined && { proxy: way }) } }),
      // Go names the name server that was asked
      stderr: result.stderr.replace(/(lookup \S+) on \S+:/, "$1:"),
      failed: result.failed,
    });
  };
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const fill = (text: string, words: Record<string, string>): string =>
  text.replace(/\$[A-Z_]+/g, (word) => (Object.hasOwn(words, word) ? words[word]! : word));

function putBack(text: string, words: Record<string, string>): string {
  return Object.entries(words).reduce((rest, [word, value]) => rest.replaceAll(value, () => word), text);
}

async function place(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  if (text.startsWith("#!")) await chmod(path, 0o755);
}

const RESOURCE = {
  name: "services",
  singularName: "service",
  namespaced: true,
  kind: "Service",
  verbs: ["get", "list"],
};

/** As much of an API server as is asked before and for one Service. */
function answerAsServer({ url }: Pick<SeenRequest, "url">, response: Parameters<Misbehave>[1]): void {
  const { pathname } = url;
  if (pathname.endsWith("/services/web")) {
    const metadata = { name: "web", namespace: "default" };
    return answer(response, 200, { kind: "Service", apiVersion: "v1", metadata, spec: {} });
  }
  if (pathname.endsWith("/api")) return answer(response, 200, { kind: "APIVersions", versions: ["v1"] });
  if (pathname.endsWith("/apis")) return answer(response, 200, { kind: "APIGroupList", apiVersion: "v1", groups: [] });
  if (pathname.endsWith("/api/v1"))
    return answer(response, 200, { kind: "APIResourceList", groupVersion: "v1", resources: [RESOURCE] });
  return answer(response, 404, failure(404, "NotFound", "not found"));
}

function shown({ path, headers, socket }: SeenRequest): NonNullable<Outcome["request"]> {
  const tls = socket as Partial<TLSSocket>;
  const { servername } = tls;
  const name = tls.getPeerCertificate?.().subject?.CN;
  const impersonate = Object.fromEntries(
    Object.entries(headers).filter(([header]) => header.startsWith("impersonate-")),
  );
  const authorization = shownAuthorization(headers);
  return {
    url: `${tls.encrypted ? "https" : "http"}:/${path}`,
    ...(servername && { sni: servername }),
    ...(authorization !== undefined && { authorization }),
    ...(Object.keys(impersonate).length > 0 && { impersonate }),
    ...(name !== undefined && { certificate: String(name) }),
  };
}

/** A token that begins with "info." carries what a plugin was told, which differs in the order of its fields. */
function shownAuthorization({ authorization }: IncomingHttpHeaders): unknown {
  const info = /^Bearer info\.(.*)$/.exec(authorization ?? "")?.[1];
  if (info === undefined) return authorization;
  const told = JSON.parse(Buffer.from(info, "base64").toString()) as { spec: { cluster?: Record<string, unknown> } };
  const cluster = told.spec.cluster;
  if (cluster?.["certificate-authority-data"] !== undefined) cluster["certificate-authority-data"] = "given";
  return told;
}
