import type { Resource } from "../kube/client.ts";

const review = (group: string, kind: string): Resource => ({
  group,
  version: "v1",
  plural: `${kind.toLowerCase()}s`,
  singular: kind.toLowerCase(),
  kind,
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create"],
});

/** The API's questions about oneself: created to be answered, never stored. */
export const reviews = {
  access: review("authorization.k8s.io", "SelfSubjectAccessReview"),
  rules: review("authorization.k8s.io", "SelfSubjectRulesReview"),
  subject: review("authentication.k8s.io", "SelfSubjectReview"),
};

/** A question of that kind. */
export const reviewOf = ({ group, version, kind }: Resource, spec?: Record<string, unknown>) => ({
  apiVersion: `${group}/${version}`,
  kind,
  ...(spec && { spec }),
});
