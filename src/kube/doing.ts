import type { Request } from "./transport.ts";

const VERBS: Record<Request["method"], string> = {
  GET: "Reading",
  POST: "Creating",
  PUT: "Changing",
  PATCH: "Changing",
  DELETE: "Deleting",
};

/** What a request does, for somebody who waits: "Reading services, the next page", "Changing services/web". */
export function doingOf({ method, path }: Pick<Request, "method" | "path">): string {
  const [plain = "", query = ""] = path.split("?", 2);
  const what = plain.replace(/^\/(?:api\/[^/]+|apis\/[^/]+\/[^/]+)\/(?:namespaces\/[^/]+\/(?=.))?/, "");
  return `${VERBS[method]} ${what}${query.includes("continue=") ? ", the next page" : ""}`;
}
