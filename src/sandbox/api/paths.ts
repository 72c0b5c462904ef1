import { openApiV3 } from "../schema/openapi.ts";
import { serverVersion } from "../version.ts";
import {
  aggregatedDiscovery,
  aggregatedVersion,
  apiGroup,
  apiGroups,
  apiResources,
  apiVersions,
  servedGroups,
} from "./discovery.ts";
import type { Exchange } from "./exchange.ts";
import { parseAccept } from "./negotiate.ts";
import { asksForProtobuf, encodeOpenApiV2, openApiV2, openApiV2Protobuf } from "./openapi-v2.ts";
import { sendBytes, sendObject, sendText } from "./respond.ts";

/** GET /version: the release whose behaviour the sandbox has. */
const version = {
  major: "1",
  minor: "36",
  emulationMajor: "1",
  emulationMinor: "36",
  minCompatibilityMajor: "1",
  minCompatibilityMinor: "35",
  gitVersion: serverVersion,
  gitCommit: "",
  gitTreeState: "",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "",
  compiler: "",
  platform: "linux/amd64",
};

/** Answers the paths that name no resource: discovery, health, version, OpenAPI. Anything else is 404. */
export async function servePath(exchange: Exchange): Promise<void> {
  const [first = "", ...rest] = exchange.segments;
  const serve = exchange.method === "GET" && Object.hasOwn(paths, first) ? paths[first] : undefined;
  if (!serve || (first === "" && rest.length > 0)) return notFound(exchange);
  await serve(exchange, rest);
}

/** What the API server's mux says of a path that it does not know. */
export async function notFound(exchange: Exchange): Promise<void> {
  await sendText(exchange, "404 page not found\n", { code: 404 });
}

type Serve = (exchange: Exchange, rest: readonly string[]) => Promise<void>;

const paths: Readonly<Record<string, Serve>> = {
  "": (exchange) => sendObject(exchange, { paths: listPaths(exchange) }),
  version: (exchange) => sendObject(exchange, version),
  healthz: health,
  livez: health,
  readyz: health,
  api: discoverCore,
  apis: discoverGroups,
  openapi: openApi,
};

function listPaths({ registry }: Exchange): string[] {
  const groups = servedGroups(registry.kinds).map(pathOf);
  return ["/api", "/apis", ...groups, "/healthz", "/livez", "/openapi/v3", "/readyz", "/version"].toSorted();
}

function pathOf({ group, version: name }: { group: string; version: string }): string {
  return group === "" ? `/api/${name}` : `/apis/${group}/${name}`;
}

const checks = ["ping", "log"];

/** `?verbose` lists the checks; a check may be asked for alone. */
async function health(exchange: Exchange, [check]: readonly string[]): Promise<void> {
  const { segments, query } = exchange;
  if (check !== undefined && !checks.includes(check)) return notFound(exchange);
  if (check !== undefined || !query.has("verbose")) return sendText(exchange, "ok");
  const lines = checks.map((name) => `[+]${name} ok\n`).join("");
  await sendText(exchange, `${lines}${segments[0]} check passed\n`);
}

async function discoverCore(exchange: Exchange, [name]: readonly string[]): Promise<void> {
  const { registry, request } = exchange;
  if (name === undefined) {
    const address = request.headers.host ?? "";
    return discover(exchange, true, () => apiVersions(address));
  }
  await sendFound(exchange, apiResources(registry.kinds, "", name));
}

async function discoverGroups(exchange: Exchange, [group, name]: readonly string[]): Promise<void> {
  const { kinds } = exchange.registry;
  if (group === undefined) return discover(exchange, false, () => apiGroups(kinds));
  await sendFound(exchange, name === undefined ? apiGroup(kinds, group) : apiResources(kinds, group, name));
}

async function discover(exchange: Exchange, isCore: boolean, plain: () => unknown): Promise<void> {
  const wanted = aggregatedVersion(exchange.request.headers.accept);
  if (wanted === undefined) return sendObject(exchange, plain());
  const contentType = `application/json;g=apidiscovery.k8s.io;v=${wanted};as=APIGroupDiscoveryList`;
  const headers = { "cache-control": "public", vary: "Accept" };
  await sendObject(exchange, aggregatedDiscovery(exchange.registry.kinds, wanted, isCore), { contentType, headers });
}

async function sendFound(exchange: Exchange, found: unknown): Promise<void> {
  await (found === undefined ? notFound(exchange) : sendObject(exchange, found));
}

/** /openapi/v3 is the index, and each group and version has a document of its own. */
async function openApi(exchange: Exchange, [format, root, ...names]: readonly string[]): Promise<void> {
  const { kinds } = exchange.registry;
  const served = servedGroups(kinds);
  if (format === "v2" && root === undefined) return sendOpenApiV2(exchange);
  if (format !== "v3") return notFound(exchange);
  if (root === undefined) {
    const entries = served.map((one) => [pathOf(one).slice(1), { serverRelativeURL: `/openapi/v3${pathOf(one)}` }]);
    return sendObject(exchange, { paths: Object.fromEntries(entries) as unknown });
  }
  const path = `/${[root, ...names].join("/")}`;
  const found = served.find((one) => pathOf(one) === path);
  await sendFound(exchange, found && openApiV3(found.group, found.version, found.kinds));
}

async function sendOpenApiV2(exchange: Exchange): Promise<void> {
  const accepted = parseAccept(exchange.request.headers.accept ?? "");
  if (!accepted.some(({ type }) => asksForProtobuf(type))) return sendObject(exchange, openApiV2);
  await sendBytes(exchange, encodeOpenApiV2(), { contentType: openApiV2Protobuf });
}
