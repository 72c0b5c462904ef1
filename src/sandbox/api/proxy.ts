import { badRequest } from "../status.ts";
import type { ProxyTarget } from "../server.ts";
import type { Exchange } from "./exchange.ts";
import type { Target } from "./target.ts";

/** Answers …/services/[SCHEME:]NAME[:PORT]/proxy/PATH, with whatever the backend says. */
export async function serveProxy(exchange: Exchange, { kind, namespace = "", name }: Target): Promise<void> {
  const { request, response, rawPath, handlers } = exchange;
  const path = pathBehindProxy(rawPath);
  const search = searchOf(request.url ?? "");
  if (path === "") {
    // A relative link on the page would lead elsewhere without the slash.
    response.writeHead(301, { location: `${rawPath}/${search}` }).end();
    return;
  }
  const resource = kind.plural === "pods" ? "pods" : "services";
  const target: ProxyTarget = { resource, namespace, ...splitName(resource, name), path: path + search };
  await handlers.proxy(target, request, response);
}

/** What stands after `/proxy`, as it came: the name before it is the sixth segment. */
function pathBehindProxy(rawPath: string): string {
  return rawPath.replace(/^(\/[^/]*){7}/, "");
}

function searchOf(url: string): string {
  const at = url.indexOf("?");
  return at < 0 ? "" : url.slice(at);
}

/** "https:web:http" → scheme, name, port (net.SplitSchemeNamePort). */
function splitName(resource: string, text: string): Pick<ProxyTarget, "scheme" | "name" | "port"> {
  const parts = text.split(":");
  const [scheme, name = "", port = ""] = parts.length === 3 ? parts : ["", ...parts];
  const known = scheme === "" || scheme === "http" || scheme === "https";
  if (parts.length > 3 || name === "" || !known) {
    throw badRequest(`invalid ${resource === "pods" ? "pod" : "service"} request ${JSON.stringify(text)}`);
  }
  return { scheme: scheme || "http", name, port };
}
