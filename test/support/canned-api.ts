import { readFileSync } from "node:fs";
import type { TestContext } from "node:test";

import { answer, failure, type FaultyServer, startFaultyServer } from "./faulty-server.ts";

interface Exchange {
  request: { path: string; headers?: Record<string, string> };
  response: { status: number; body: unknown };
}

// what a kube-apiserver v1.36.2 answered
const recorded = (JSON.parse(readFileSync("test/recordings/api/discovery.json", "utf8")) as Exchange[]).filter(
  ({ response }) => response.status === 200,
);

const isAggregated = ({ request }: Exchange): boolean => (request.headers?.["accept"] ?? "").includes("as=APIGroup");

/** The recorded answer to a GET of a discovery path, in the older or in the aggregated form. */
export const recordedDiscovery = (path: string, aggregated = false): unknown =>
  recorded.find((each) => each.request.path === path && isAggregated(each) === aggregated)?.response.body;

const RULES = {
  resourceRules: [
    {
      verbs: ["create"],
      apiGroups: ["authorization.k8s.io"],
      resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
    },
    { verbs: ["get", "list"], apiGroups: ["", "apps"], resources: ["pods", "deployments/scale"] },
    { verbs: ["watch", "get"], apiGroups: [""], resources: ["pods"] },
    { verbs: ["update"], apiGroups: [""], resources: ["configmaps"], resourceNames: ["a", "b"] },
    { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  ],
  nonResourceRules: [
    { verbs: ["get"], nonResourceURLs: ["/healthz", "/api/*"] },
    { verbs: ["*"], nonResourceURLs: ["*"] },
  ],
  incomplete: true,
  evaluationError: "webhook authorizer does not support user rule resolution",
};

const USER_INFO = {
  username: "joe",
  uid: "1",
  groups: ["dev", "system:authenticated"],
  extra: { scopes: ["a", "b"], "authentication.kubernetes.io/credential-id": ["X509SHA256=0"] },
};

/** The reviews by their plural: kind and answer. The authorizer allows everything but deleting. */
const REVIEWS: Record<string, { kind: string; group: string; status(body: string): unknown }> = {
  selfsubjectrulesreviews: { kind: "SelfSubjectRulesReview", group: "authorization.k8s.io", status: () => RULES },
  selfsubjectreviews: {
    kind: "SelfSubjectReview",
    group: "authentication.k8s.io",
    status: () => ({ userInfo: USER_INFO }),
  },
  selfsubjectaccessreviews: {
    kind: "SelfSubjectAccessReview",
    group: "authorization.k8s.io",
    // kubectl, with which the expected answers were recorded, writes protobuf: the verb stands in it as it is
    status: (body) =>
      body.includes("delete")
        ? { allowed: false, reason: "RBAC: not for joe", evaluationError: 'role "x" not found' }
        : { allowed: true },
  },
};

/** An API server of recorded discovery and canned reviews. Answers are the same whoever asks. */
export function startCannedApi(
  t: Pick<TestContext, "after">,
  form: "aggregated" | "by group" = "aggregated",
): Promise<FaultyServer> {
  return startFaultyServer(t, ({ path, url, headers, body }, response) => {
    const review = REVIEWS[url.pathname.split("/").at(-1) ?? ""];
    const aggregated = form === "aggregated" && (headers.accept ?? "").includes("as=APIGroupDiscoveryList");
    const found = recordedDiscovery(url.pathname, aggregated) ?? recordedDiscovery(url.pathname);
    if (path === "/version") answer(response, 200, { major: "1", minor: "36", gitVersion: "v1.36.2" });
    else if (review) {
      const { kind, group, status } = review;
      answer(response, 201, { kind, apiVersion: `${group}/v1`, metadata: {}, status: status(body) });
    } else if (found !== undefined) answer(response, 200, found, aggregated ? AGGREGATED : {});
    else answer(response, 404, failure(404, "NotFound", "the server could not find the requested resource"));
  });
}

/** kubectl tells the forms of discovery by the answer's content type. */
const AGGREGATED = { "content-type": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList" };
