import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

import { type Container, servingContainers } from "../../model/ports.ts";
import type { Pod } from "../../model/snapshot.ts";
import type { PodLogs } from "./pod-log.ts";

/** One TCP port of one Pod. */
export interface PodPort {
  pod: Pod;
  port: number;
}

/**
 * What Pods do: each TCP port that a container declares speaks HTTP, and says which Pod answers; where none is declared,
 * every port does. There is no socket for each: connections are handed over by whatever stands in front.
 */
export interface PodServer {
  listens(target: PodPort): boolean;
  /** Takes over a connection to a port that listens. */
  accept(target: PodPort, socket: Socket): void;
  /** Answers one request that came another way. `path` replaces the request's own. */
  answer(target: PodPort, path: string, request: IncomingMessage, response: ServerResponse): void;
  /** Breaks the connections to a Pod. */
  disconnect(uid: string): void;
}

/** A connection on which nothing is said is given up after this time, in milliseconds. */
export const IDLE_MS = 120_000;

export function createPodServer(logs: PodLogs): PodServer {
  const targets = new WeakMap<Socket, PodPort>();
  const sockets = new Map<string, Set<Socket>>();
  const answer: PodServer["answer"] = (target, path, request, response) => {
    request.resume();
    const container = listener(target);
    logs.write(target.pod, container?.name ?? "", `${request.method} ${path} on port ${target.port}: 200`);
    response.writeHead(200, { "content-type": "text/plain" }).end(request.method === "HEAD" ? "" : introduce(target));
  };
  const server = createServer((request, response) => {
    const target = targets.get(request.socket);
    if (target) answer(target, request.url ?? "/", request, response);
    else response.destroy();
  });
  server.timeout = IDLE_MS;

  return {
    listens: (target) => listener(target) !== undefined,
    answer,
    accept(target, socket) {
      const uid = target.pod.metadata?.uid ?? "";
      const own = sockets.get(uid) ?? new Set();
      sockets.set(uid, own.add(socket));
      socket.once("close", () => own.delete(socket));
      targets.set(socket, target);
      server.emit("connection", socket);
    },
    disconnect(uid) {
      for (const socket of sockets.get(uid) ?? []) socket.destroy();
      sockets.delete(uid);
    },
  };
}

/**
 * The container that listens on a TCP port: the one that declares it. What a container declares only informs (API
 * documentation, containers.ports), so of a Pod that declares nothing the first container listens everywhere.
 */
function listener({ pod, port }: PodPort): Container | undefined {
  const containers = servingContainers(pod);
  if (containers.every(({ ports }) => !ports?.length)) return containers[0];
  return containers.find(({ ports }) =>
    ports?.some(({ containerPort, protocol = "TCP" }) => containerPort === port && protocol === "TCP"),
  );
}

function introduce({ pod, port }: PodPort): string {
  const { name } = pod.metadata ?? {};
  return `${name} answers on ${pod.status?.podIP}:${port}, from ${pod.spec?.nodeName}\n`;
}
