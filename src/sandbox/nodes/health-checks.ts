import { createServer } from "node:http";
import type { Socket } from "node:net";

import type { Service } from "../../model/snapshot.ts";
import { IDLE_MS } from "./pod-server.ts";

/** Answers what a load balancer asks at a Service's healthCheckNodePort. */
export interface HealthChecks {
  /** Takes over a connection. `count` gives how many endpoints the node has then. */
  accept(service: Service, count: () => number, client: Socket): void;
}

interface Check {
  service: Service;
  count(): number;
}

/** Answers as kube-proxy does: 200 while the node has endpoints of the Service, else 503. */
export function createHealthChecks(): HealthChecks {
  const checks = new WeakMap<Socket, Check>();
  const server = createServer((request, response) => {
    const check = checks.get(request.socket);
    if (!check) return response.destroy();
    const { name, namespace } = check.service.metadata ?? {};
    const localEndpoints = check.count();
    const answer = { service: { namespace, name }, localEndpoints, serviceProxyHealthy: true };
    return response
      .writeHead(localEndpoints > 0 ? 200 : 503, {
        "content-type": "application/json",
        "x-content-type-options": "nosniff",
        "x-load-balancing-endpoint-weight": String(localEndpoints),
      })
      .end(`${JSON.stringify(answer, undefined, "\t")}\n`);
  });
  server.timeout = IDLE_MS;
  return {
    accept(service, count, client) {
      checks.set(client, { service, count });
      server.emit("connection", client);
    },
  };
}
