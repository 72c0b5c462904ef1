import type { KubeObject } from "../../model/snapshot.ts";
import { lowerBound } from "../sorted-map.ts";
import { badRequest, expired } from "../status.ts";
import { keyOf } from "../store.ts";
import type { Kind, Registry } from "../types.ts";
import { type ContinueToken, readContinueToken, writeContinueToken } from "./continue-token.ts";
import type { List } from "./present.ts";
import { readNumber } from "./query.ts";
import { readSelection } from "./select.ts";
import { readVersions, requireReached, type VersionWish } from "./versions.ts";

/** A state of the cluster, and where in it a page begins. */
interface Place {
  revision: number;
  objects: readonly KubeObject[];
  start: string;
}

/** The list, or the page of it, that a query asks for. */
export function readList(registry: Registry, kind: Kind, namespace: string | undefined, query: URLSearchParams): List {
  const selection = readSelection(kind, query);
  const limit = Math.max(readNumber(query, "limit") ?? 0, 0);
  const { revision, objects, start } = findPlace(registry, kind, namespace, query, limit > 0);
  const keyBelow = ({ metadata = {} }: KubeObject) =>
    keyOf(namespace === undefined ? metadata.namespace : undefined, metadata.name ?? "");

  const following = start === "" ? objects : objects.slice(lowerBound(objects, start, keyBelow));
  const rest = selection.narrows ? following.filter((object) => selection.matches(object)) : following;
  const items = limit > 0 ? rest.slice(0, limit) : rest;
  const last = items.at(-1);
  const remaining = rest.length - items.length;
  if (!last || remaining === 0) return { metadata: { resourceVersion: String(revision) }, items };
  const next: ContinueToken = { revision, start: `${keyBelow(last)}\0` };
  const metadata = {
    resourceVersion: String(revision),
    continue: writeContinueToken(next, isUncached(kind)),
    ...(!selection.narrows && { remainingItemCount: remaining }),
  };
  return { metadata, items };
}

function isUncached({ plural }: Kind): boolean {
  return plural === "events";
}

function findPlace(
  registry: Registry,
  kind: Kind,
  namespace: string | undefined,
  query: URLSearchParams,
  paged: boolean,
): Place {
  const wish = readVersions(query, "list");
  const token = query.get("continue");
  if (token) return continued(registry, kind, namespace, readContinueToken(token), wish);
  requireReached(wish, registry.revision);
  if (!wantsExactly(wish, paged)) {
    return { revision: registry.revision, objects: registry.list(kind, namespace), start: "" };
  }
  const objects = registry.listAt(kind, wish.revision, namespace);
  if (!objects) throw expired("The resourceVersion for the provided list is too old.");
  return { revision: wish.revision, objects, start: "" };
}

/** A page at a resourceVersion is of that very version, unless the client allows a newer one. */
function wantsExactly({ match, revision }: VersionWish, paged: boolean): boolean {
  return match === "Exact" || (match === "" && paged && revision > 0);
}

const tooOld =
  "The provided continue parameter is too old to display a consistent list result. " +
  "You can start a new list without the continue parameter, or use the continue token in this response to retrieve " +
  "the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that " +
  "were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

function continued(
  registry: Registry,
  kind: Kind,
  namespace: string | undefined,
  { revision, start }: ContinueToken,
  { resourceVersion }: VersionWish,
): Place {
  if (resourceVersion !== "" && resourceVersion !== "0") {
    throw badRequest("specifying resource version is not allowed when using continue");
  }
  if (revision < 0) return { revision: registry.revision, objects: registry.list(kind, namespace), start };
  const objects = registry.listAt(kind, revision, namespace);
  if (!objects) throw expired(tooOld, writeContinueToken({ revision: -1, start }, isUncached(kind)));
  return { revision, objects, start };
}
