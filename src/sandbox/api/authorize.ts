import { ApiError, forbidden } from "../status.ts";
import type { Kind } from "../types.ts";
import type { User } from "./exchange.ts";

/** What somebody wants to do, as authorization.k8s.io names it. */
export type Attributes = ResourceAttributes | { path: string; verb: string };

export interface ResourceAttributes {
  verb: string;
  group: string;
  resource: string;
  subresource?: string | undefined;
  namespace?: string | undefined;
  name?: string | undefined;
}

/** The group that may do everything. */
export function isMaster({ groups }: User): boolean {
  return groups.includes("system:masters");
}

/** Paths that Kubernetes opens to every user (system:discovery, system:public-info-viewer). */
const openPaths = /^\/(api|apis|openapi|version|healthz|livez|readyz)(\/.*)?$/;

/** What Kubernetes lets every user create (system:basic-user). */
const selfReviews: Readonly<Record<string, readonly string[]>> = {
  "authorization.k8s.io": ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
  "authentication.k8s.io": ["selfsubjectreviews"],
};

/** Whether the user may: members of system:masters everything, others discovery and reviews of themselves. */
export function isAllowed(user: User, wanted: Attributes): boolean {
  if (isMaster(user)) return true;
  if ("path" in wanted) return wanted.verb === "get" && openPaths.test(wanted.path);
  return wanted.verb === "create" && (selfReviews[wanted.group]?.includes(wanted.resource) ?? false);
}

/** Throws 403 in the API server's words. */
export function authorize(user: User, wanted: Attributes): void {
  if (isAllowed(user, wanted)) return;
  if ("path" in wanted) {
    const message = `forbidden: User "${user.name}" cannot ${wanted.verb} path "${wanted.path}"`;
    throw new ApiError(403, "Forbidden", message, {});
  }
  const { verb, group, resource, subresource, namespace, name } = wanted;
  const whole = subresource === undefined ? resource : `${resource}/${subresource}`;
  const where = namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
  const why = `User "${user.name}" cannot ${verb} resource "${whole}" in API group "${group}" ${where}`;
  const subject: Pick<Kind, "group" | "plural" | "kind"> = { group, plural: resource, kind: resource };
  throw forbidden(subject, name ?? "", why);
}
