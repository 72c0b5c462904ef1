/** What a subject may do, as authorization.k8s.io and RBAC write it. */
export interface AccessRule {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames: string[];
  nonResourceURLs: string[];
}

/** status of a SelfSubjectRulesReview, as far as it is shown. */
export interface RulesStatus {
  resourceRules?: Partial<AccessRule>[] | null;
  nonResourceRules?: Partial<AccessRule>[] | null;
  incomplete?: boolean;
  evaluationError?: string;
}

/**
 * The rules as `auth can-i --list` shows them: one for each resource and name, with all its verbs, in kubectl's order.
 * As rbac's BreakdownRule, CompactRules and SortableRuleSlice.
 */
export function compactRules({ resourceRules, nonResourceRules }: RulesStatus): AccessRule[] {
  const byResource = new Map<string, AccessRule>();
  for (const rule of (resourceRules ?? []).flatMap(breakDown)) {
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = byResource.get(key);
    if (!known) byResource.set(key, rule);
    else if (!known.verbs.includes(rule.verbs[0] ?? "")) known.verbs.push(...rule.verbs);
  }
  const urls = (nonResourceRules ?? []).flatMap(({ nonResourceURLs = [], verbs = [] }) =>
    nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ ...NOTHING, nonResourceURLs: [url], verbs: [verb] }))),
  );
  const sortable = [...urls, ...byResource.values()].map((rule) => ({ rule, key: sortKey(rule) }));
  return sortable.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ rule }) => rule);
}

const NOTHING: AccessRule = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };

function breakDown({ apiGroups = [], resources = [], resourceNames, verbs = [] }: Partial<AccessRule>): AccessRule[] {
  const names = resourceNames && resourceNames.length > 0 ? resourceNames.map((name) => [name]) : [[]];
  return apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) =>
        names.map((name) => ({
          ...NOTHING,
          apiGroups: [group],
          resources: [resource],
          resourceNames: name,
          verbs: [verb],
        })),
      ),
    ),
  );
}

/** The cells of a rule's row: resource with group, URLs, names, verbs. */
export const ruleCells = (rule: AccessRule): string[] => [
  combined(rule.resources[0], rule.apiGroups[0]),
  ...[rule.nonResourceURLs, rule.resourceNames, rule.verbs].map(goList),
];

/** "deployments/status" of apps is "deployments.apps/status". */
function combined(resource = "", group = ""): string {
  const [name = "", ...rest] = resource.split("/");
  return [group === "" ? name : `${name}.${group}`, ...rest].join("/");
}

/** kubectl orders rules by the text of their protobuf messages. */
const sortKey = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: AccessRule): string =>
  [verbs, apiGroups, resources, resourceNames, nonResourceURLs].map(goList).join(",");

const goList = (items: readonly string[]): string => `[${items.join(" ")}]`;
