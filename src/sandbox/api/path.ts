/** What a path below /api or /apis names. */
export interface ResourcePath {
  group: string;
  version: string;
  namespace: string | undefined;
  /** The plural: "services". */
  resource: string;
  name: string | undefined;
  subresource: string | undefined;
  /** What follows the subresource. */
  rest: readonly string[];
}

/** The segments of a path, decoded; undefined when an escape is wrong. Empty segments at the end do not count. */
export function splitPath(path: string): string[] | undefined {
  try {
    const segments = path.split("/").slice(1).map(decodeURIComponent);
    while (segments.at(-1) === "") segments.pop();
    return segments;
  } catch {
    return undefined;
  }
}

/** Reads /api/v1/… and /apis/GROUP/VERSION/…; undefined for paths that name no resource. */
export function readResourcePath([root, ...segments]: readonly string[]): ResourcePath | undefined {
  const group = root === "api" ? "" : root === "apis" ? segments.shift() : undefined;
  const version = segments.shift();
  if (group === undefined || version === undefined || segments.length === 0) return undefined;
  const [first = "", second, third, ...further] = segments;
  // namespaces/NAME/status is the Namespace's own; namespaces/NAME/pods is a list within it.
  if (first !== "namespaces" || third === undefined || third === "status" || third === "finalize") {
    return { group, version, namespace: undefined, resource: first, name: second, subresource: third, rest: further };
  }
  const [name, subresource, ...rest] = further;
  return { group, version, namespace: second, resource: third, name, subresource, rest };
}
