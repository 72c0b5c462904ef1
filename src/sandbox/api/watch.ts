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
import { readSelection } from "./select.ts";
import type { Place } from "./target.ts";
import { readVersions } from "./versions.ts";
import { eventsBefore, see } from "./watch-events.ts";

/** How often a client that allows bookmarks hears of the newest resourceVersion. */
const bookmarkEvery = 60_000;

/** Node ends a longer timer at once. */
const longestTimer = 2 ** 31 - 1;

/** A client that does not read for so many bytes is let go. */
const unreadLimit = 32 * 1024 * 1024;

/** Streams changes as lines of JSON until the client goes away or `timeoutSeconds` are over. */
export function serveWatch(exchange: Exchange, scope: Place, presenter: Presenter): void {
  const { registry, response, query } = exchange;
  const selection = readSelection(scope.kind, query);
  const wish = readVersions(query, "watch");
  const seconds = readNumber(query, "timeoutSeconds") || defaultSeconds();
  const bookmarks = readFlag(query, "allowWatchBookmarks") ?? false;
  const stream = openStream(exchange);
  const tell = ({ type, object }: { type: StoreEvent["type"]; object: KubeObject }) =>
    stream.send(type, () => presenter.event(object));
  const bookmark = (annotations?: Record<string, string>) =>
    stream.send("BOOKMARK", () => presenter.event(markOf(scope.kind, registry.revision, annotations)));

  const past = eventsBefore(registry, scope, wish, selection);
  if (!past) {
    stream.send("ERROR", () => expired(`too old resource version: ${wish.revision} (${registry.revision})`).status);
    response.end();
    return;
  }
  for (const seen of past) tell(seen);
  if (wish.sendInitialEvents && bookmarks) bookmark({ "k8s.io/initial-events-end": "true" });

  const stop = registry.subscribe((event) => {
    const seen = event.revision > wish.revision ? see(event, scope, selection) : undefined;
    if (seen) tell(seen);
  });
  const ticking = bookmarks ? setInterval(() => bookmark(), bookmarkEvery) : undefined;
  const ending = setTimeout(() => response.end(), Math.min(seconds * 1000, longestTimer));
  response.once("close", () => {
    stop();
    clearInterval(ticking);
    clearTimeout(ending);
  });
}

interface Stream {
  send(type: StoreEvent["type"] | "BOOKMARK" | "ERROR", show: () => unknown): void;
}

/** What goes wrong while a watch is told ends that watch: it does not reach whoever made the change. */
function openStream({ response, warnings }: Exchange): Stream {
  startHead(response, warnings);
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  return {
    send(type, show) {
      try {
        response.write(`${JSON.stringify({ type, object: show() })}\n`);
        if (response.writableLength > unreadLimit) response.destroy();
      } catch {
        response.destroy();
      }
    },
  };
}

/** Between half an hour and an hour, as a kube-apiserver with its default --min-request-timeout. */
function defaultSeconds(): number {
  return 1800 * (1 + Math.random());
}

/** What a bookmark holds: an object of the kind with nothing set but its version. */
function markOf(kind: Kind, revision: number, annotations?: Record<string, string>): KubeObject {
  const metadata = { resourceVersion: String(revision), ...(annotations && { annotations }) };
  const apiVersion = apiVersionOf(kind);
  const schema = schemaOf(apiVersion, kind.kind);
  return { ...(schema && emptyObject(schema)), kind: kind.kind, apiVersion, metadata };
}
