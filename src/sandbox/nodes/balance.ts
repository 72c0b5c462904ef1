import type { Service } from "../../model/snapshot.ts";
import { keyOf } from "../controllers/observe.ts";
import type { Backend } from "./backends.ts";

/** Chooses a backend for each connection. */
export interface Balancer {
  /** One after the other; a `client` of a Service with session affinity gets the one it had, while that is there. */
  choose(service: Service, port: string, backends: readonly Backend[], client?: string): Backend | undefined;
  forget(serviceKey: string): void;
}

interface Session {
  backend: Backend;
  /** By performance.now(). */
  until: number;
}

const DEFAULT_TIMEOUT_SECONDS = 10_800;

export function createBalancer(): Balancer {
  const turns = new Map<string, number>();
  const sessions = new Map<string, Map<string, Session>>();

  const next = (key: string, backends: readonly Backend[]) => {
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    return backends[turn % backends.length];
  };
  return {
    choose(service, port, backends, client) {
      const key = `${keyOf(service)} ${port}`;
      const { sessionAffinity, sessionAffinityConfig } = service.spec ?? {};
      if (sessionAffinity !== "ClientIP" || client === undefined) return next(key, backends);
      const known = sessions.get(key)?.get(client);
      const isThere = known && known.until > performance.now() && backends.some((one) => isSame(one, known.backend));
      const backend = isThere ? known.backend : next(key, backends);
      const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
      const clients = sessions.get(key) ?? new Map<string, Session>();
      if (backend) sessions.set(key, clients.set(client, { backend, until: performance.now() + seconds * 1000 }));
      return backend;
    },
    forget(serviceKey) {
      for (const map of [turns, sessions]) {
        for (const key of map.keys()) if (key.startsWith(`${serviceKey} `)) map.delete(key);
      }
    },
  };
}

const isSame = (a: Backend, b: Backend): boolean => a.address === b.address && a.port === b.port;
