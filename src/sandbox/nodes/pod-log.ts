import type { IncomingMessage, ServerResponse } from "node:http";

import { servingContainers } from "../../model/ports.ts";
import type { Pod } from "../../model/snapshot.ts";
import { badRequest } from "../status.ts";

interface Line {
  at: Date;
  text: string;
}

/** What the containers of Pods have said, the newest lines of each. */
export interface PodLogs {
  write(pod: Pod, container: string, text: string): void;
  forget(uid: string): void;
  /** Answers `pods/NAME/log`. Throws an ApiError for a container that is not there, or not named where it must be. */
  serve(pod: Pod, query: URLSearchParams, request: IncomingMessage, response: ServerResponse): void;
}

/** How many lines of a container are kept. */
const MOST_LINES = 200;

export function createPodLogs(now: () => Date): PodLogs {
  const books = new Map<string, Line[]>();
  const followers = new Map<string, Set<(line: Line) => void>>();
  const keyOf = (pod: Pod, container: string) => `${pod.metadata?.uid} ${container}`;

  return {
    write(pod, container, text) {
      const line = { at: now(), text };
      const key = keyOf(pod, container);
      const book = [...(books.get(key) ?? []), line];
      books.set(key, book.slice(-MOST_LINES));
      for (const follow of followers.get(key) ?? []) follow(line);
    },
    forget(uid) {
      for (const key of books.keys()) if (key.startsWith(`${uid} `)) books.delete(key);
    },
    serve(pod, query, request, response) {
      const container = containerFor(pod, query.get("container"));
      const key = keyOf(pod, container);
      const print = printer(query);
      const lines = query.get("previous") === "true" ? [] : [...startLine(pod, container), ...(books.get(key) ?? [])];
      response.writeHead(200, { "content-type": "text/plain" });
      response.write(select(lines, query, now()).map(print).join("").slice(0, limitOf(query)));
      if (query.get("follow") !== "true") return void response.end();
      const follow = (line: Line) => void response.write(print(line));
      followers.set(key, (followers.get(key) ?? new Set()).add(follow));
      request.on("close", () => followers.get(key)?.delete(follow));
    },
  };
}

function containerFor({ metadata, spec }: Pod, wanted: string | null): string {
  const names = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(({ name }) => name);
  if (wanted !== null && wanted !== "") {
    if (names.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${metadata?.name}`);
  }
  const [only = "", ...more] = (spec?.containers ?? []).map(({ name }) => name);
  if (more.length === 0) return only;
  const choice = `choose one of: [${[only, ...more].join(" ")}]`;
  throw badRequest(`a container name must be specified for pod ${metadata?.name}, ${choice}`);
}

/** The first line of each log: where the container runs and what it listens on. */
function startLine(pod: Pod, name: string): Line[] {
  const { startTime, podIP } = pod.status ?? {};
  if (startTime === undefined) return [];
  const container = servingContainers(pod).find((one) => one.name === name);
  const ports = (container?.ports ?? []).map(({ containerPort, protocol = "TCP" }) => `${containerPort}/${protocol}`);
  const listens = ports.length > 0 ? `, ports ${ports.join(", ")}` : "";
  return [{ at: new Date(startTime), text: `${name} started on ${pod.spec?.nodeName}, address ${podIP}${listens}` }];
}

function select(lines: readonly Line[], query: URLSearchParams, now: Date): readonly Line[] {
  const seconds = query.get("sinceSeconds");
  const time = query.get("sinceTime");
  const since = seconds !== null ? now.getTime() - Number(seconds) * 1000 : time !== null ? Date.parse(time) : 0;
  const recent = lines.filter(({ at }) => at.getTime() >= since);
  const tail = query.get("tailLines");
  return tail === null ? recent : recent.slice(Math.max(0, recent.length - Number(tail)));
}

function limitOf(query: URLSearchParams): number | undefined {
  const limit = query.get("limitBytes");
  return limit === null ? undefined : Number(limit);
}

const printer = (query: URLSearchParams) => {
  const stamps = query.get("timestamps") === "true";
  return ({ at, text }: Line): string => `${stamps ? `${at.toISOString()} ` : ""}${text}\n`;
};
