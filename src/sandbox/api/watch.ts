import type { KubeObject } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import { emptyObject } from "../schema/decode.ts";
import { schemaOf } from "../schema/schema.ts";
import { expired } from "../status.ts";
import type { Kind, StoreEvent } from "../types.ts";
import type { Exchange } from "./exchange.ts";
import type { Presenter } from "./present.ts";
import { readFlag, readNumber } from "./query.ts";
import { startHead } from "./respond.ts";
import { readSelection, type Selection } from "./select.ts";
import { readVersions, type VersionWish } from "./versions.ts";

/** What is watched. */
export interface WatchScope {
  kind: Kind;
  namespace: string | undefined;
}

type EventType = StoreEvent["type"] | "BOOKMARK";

/** How often a client that allows bookmarks hears of the newest resourceVersion. */
const bookmarkEvery = 60_000;

/** A client that does not read for so many bytes is let go. */
const unreadLimit = 32 * 1024 * 1024;

/** Streams changes as lines of JSON until the client goes away or `timeoutSeconds` are over. */
export function serveWatch(exchange: Exchange, scope: WatchScope, presenter: Presenter): void {
  const { registry, response, query } = exchange;
  const selection = readSelection(scope.kind, query);
  const wish = readVersions(query, "watch");
  const seconds = readNumber(query, "timeoutSeconds") || undefined;
  const bookmarks = readFlag(query, "allowWatchBookmarks") ?? false;

  startHead(response, exchange.warnings);
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  const send = (type: EventType | "ERROR", object: unknown) => {
    response.write(`${JSON.stringify({ type, object })}\n`);
    if (response.writableLength > unreadLimit) response.destroy();
  };
  const bookmark = (annotations?: Record<string, string>) => {
    send("BOOKMARK", presenter.event(markOf(scope.kind, registry.revision, annotations)));
  };

  const past = eventsBefore(exchange, scope, wish, selection);
  if (!past) {
    send("ERROR", expired(`too old resource version: ${wish.revision} (${registry.revision})`).status);
    response.end();
    return;
  }
  for (const { type, object } of past) send(type, presenter.event(object));
  if (wish.sendInitialEvents && bookmarks) bookmark({ "k8s.io/initial-events-end": "true" });

  const stop = registry.subscribe((event) => {
    const seen = event.revision > wish.revision ? see(event, scope, selection) : undefined;
    if (seen) send(seen.type, presenter.event(seen.object));
  });
  const ticking = bookmarks ? setInterval(bookmark, bookmarkEvery) : undefined;
  const ending = setTimeout(() => response.end(), (seconds ?? defaultSeconds()) * 1000);
  response.once("close", () => {
    stop();
    clearInterval(ticking);
    clearTimeout(ending);
  });
}

/** Between half an hour and an hour, as a kube-apiserver with its default --min-request-timeout. */
function defaultSeconds(): number {
  return 1800 * (1 + Math.random());
}

interface Seen {
  type: EventType;
  object: KubeObject;
}

/** What comes before the changes to come; undefined when it is forgotten. */
function eventsBefore(
  { registry }: Exchange,
  scope: WatchScope,
  { revision, sendInitialEvents }: VersionWish,
  selection: Selection,
): Seen[] | undefined {
  if (sendInitialEvents ?? revision === 0) {
    const objects = registry.list(scope.kind, scope.namespace).filter(selection.matches);
    return objects.map((object) => ({ type: "ADDED", object }));
  }
  if (revision === 0) return [];
  const events = registry.since(Math.min(revision, registry.revision));
  return events?.map((event) => see(event, scope, selection)).filter((seen) => seen !== undefined);
}

/** An event as this watch sees it: what enters the selection is ADDED, what leaves it DELETED. */
function see(event: StoreEvent, { kind, namespace }: WatchScope, selection: Selection): Seen | undefined {
  if (event.kind !== (kind.view?.of ?? kind)) return undefined;
  if (namespace !== undefined && event.object.metadata?.namespace !== namespace) return undefined;
  const present = kind.view?.present ?? ((object: KubeObject) => object);
  const object = present(event.object);
  const before = event.previous && present(event.previous);
  const was = before !== undefined && selection.matches(before);
  const is = event.type !== "DELETED" && selection.matches(object);
  if (is) return { type: was ? "MODIFIED" : "ADDED", object };
  if (!was) return undefined;
  if (event.type === "DELETED") return { type: "DELETED", object };
  // It is shown as it was when it still belonged, at the version of the change.
  const metadata = { ...before.metadata, resourceVersion: String(event.revision) };
  return { type: "DELETED", object: { ...before, metadata } };
}

/** What a bookmark holds: an object of the kind with nothing set but its version. */
function markOf(kind: Kind, revision: number, annotations?: Record<string, string>): KubeObject {
  const metadata = { resourceVersion: String(revision), ...(annotations && { annotations }) };
  const apiVersion = apiVersionOf(kind);
  const schema = schemaOf(apiVersion, kind.kind);
  return { ...(schema && emptyObject(schema)), kind: kind.kind, apiVersion, metadata };
}
