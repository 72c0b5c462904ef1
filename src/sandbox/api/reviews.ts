import type { KubeObject } from "../../model/snapshot.ts";
import { part, timestamp } from "../registry/core.ts";
import { methodNotAllowed } from "../status.ts";
import type { Kind } from "../types.ts";
import { type Attributes, isAllowed, isMaster } from "./authorize.ts";
import { decodeBody } from "./decode-body.ts";
import type { Exchange } from "./exchange.ts";
import type { ResourcePath } from "./path.ts";
import { readWriteQuery } from "./query.ts";
import { readBody } from "./read-body.ts";
import { sendObject } from "./respond.ts";

type Judge = (exchange: Exchange, review: KubeObject) => KubeObject;

/** Questions about oneself: they are answered at once and not stored. */
const judges: readonly (readonly [group: string, kind: string, judge: Judge])[] = [
  ["authentication.k8s.io", "SelfSubjectReview", whoAmI],
  ["authorization.k8s.io", "SelfSubjectAccessReview", canI],
  ["authorization.k8s.io", "SelfSubjectRulesReview", whatCanI],
];

/** The kinds of reviews, for discovery. */
export const reviewKinds: readonly Kind[] = judges.map(([group, kind]) => ({
  group,
  version: "v1",
  kind,
  plural: `${kind.toLowerCase()}s`,
  singular: kind.toLowerCase(),
  shortNames: [],
  categories: [],
  namespaced: false,
  subresources: [],
}));

/** The kind of review that a path names; undefined when it names none. */
export function reviewOf({ group, version, resource }: ResourcePath): Kind | undefined {
  return reviewKinds.find((kind) => kind.group === group && kind.version === version && kind.plural === resource);
}

/** POST of a review: answers with it and its status. */
export async function serveReview(exchange: Exchange, kind: Kind, { name }: ResourcePath): Promise<void> {
  const { method, request, registry, warnings, query } = exchange;
  const judge = judges.find(([group, word]) => group === kind.group && word === kind.kind)?.[2];
  if (!judge || method !== "POST" || name !== undefined) throw methodNotAllowed();
  const { validation } = readWriteQuery("CreateOptions", query, request.headers["user-agent"]);
  const warn = (text: string) => warnings.push(text);
  const body = await readBody(request);
  const review = decodeBody(body, request.headers["content-type"], { kind, registry, validation, warn });
  await sendObject(exchange, judge(exchange, review), { code: 201 });
}

function whoAmI({ user, now }: Exchange, { kind, apiVersion }: KubeObject): KubeObject {
  const { name: username, uid, groups, extra } = user;
  const userInfo = { username, ...(uid !== undefined && { uid }), groups, ...(extra && { extra }) };
  return { kind, apiVersion, metadata: { creationTimestamp: timestamp(now()) }, status: { userInfo } } as KubeObject;
}

function canI({ user }: Exchange, review: KubeObject): KubeObject {
  const spec = part(review, "spec");
  const allowed = isAllowed(user, attributesOf(part(spec, "resourceAttributes"), part(spec, "nonResourceAttributes")));
  return { ...review, status: { allowed } };
}

function attributesOf(resource: Record<string, unknown>, path: Record<string, unknown>): Attributes {
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  if (typeof path["path"] === "string") return { path: path["path"], verb: text(path["verb"]) };
  return { verb: text(resource["verb"]), group: text(resource["group"]), resource: text(resource["resource"]) };
}

/** Members of system:masters have the rules of cluster-admin; everybody has discovery and these reviews. */
function whatCanI({ user }: Exchange, review: KubeObject): KubeObject {
  const everything = isMaster(user);
  const resourceRules = [
    ...(everything ? [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }] : []),
    ...judges.map(([group, kind]) => ({
      verbs: ["create"],
      apiGroups: [group],
      resources: [`${kind.toLowerCase()}s`],
    })),
  ];
  const open = ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz"];
  const nonResourceRules = [
    ...(everything ? [{ verbs: ["*"], nonResourceURLs: ["*"] }] : []),
    { verbs: ["get"], nonResourceURLs: [...open, "/version", "/version/"] },
  ];
  return { ...review, status: { resourceRules, nonResourceRules, incomplete: false } };
}
