import type { ServiceSpec } from "../../../model/kinds.ts";
import { ApiError, internalError } from "../../status.ts";
import type { Cause } from "../../types.ts";
import { invalid } from "../field-error.ts";
import type { Pool } from "../pool.ts";
import { allocatesNodePorts, needsHealthCheckPort, needsNodePorts, nodePortsOf, portsOf } from "./facts.ts";
import { nodePortRange } from "./pools.ts";

/** Node ports that one Service asks for: chosen, but not taken yet (the port allocator's operation). */
interface Choice {
  /** Why the port cannot be had; undefined when it is chosen. */
  request(port: number): string | undefined;
  next(): number;
}

/** A dry run shows ports that nobody can have, from here on. */
const dryRunBase = 32_768;

function startChoice(pool: Pool, dryRun: boolean): Choice {
  const chosen = new Set<number>();
  const propose = (): number => {
    const port = dryRun ? Math.max(...(chosen.size > 0 ? chosen : [dryRunBase])) + 1 : pool.propose(chosen);
    if (port === undefined) throw internalError("failed to allocate a nodePort: range is full");
    return port;
  };
  return {
    request(port) {
      if (!dryRun && !pool.contains(port)) {
        const { first, last } = nodePortRange;
        return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
      }
      if (pool.isTaken(port) || chosen.has(port)) return "provided port is already allocated";
      chosen.add(port);
      return undefined;
    },
    next() {
      const port = propose();
      chosen.add(port);
      return port;
    },
  };
}

/** Writes node ports, and a health check port where one is needed, into the spec of a new Service. */
export function choosePorts(spec: ServiceSpec, pool: Pool, dryRun: boolean): Cause[] {
  const choice = startChoice(pool, dryRun);
  const causes = needsNodePorts(spec) ? chooseNodePorts(spec, choice) : [];
  if (causes.length === 0 && needsHealthCheckPort(spec)) chooseHealthCheckPort(spec, choice);
  return causes;
}

/** Ports of one number (TCP and UDP) share a node port unless they ask for different ones. */
function chooseNodePorts(spec: ServiceSpec, choice: Choice): Cause[] {
  const byNumber = new Map<number, number>();
  for (const [index, port] of portsOf(spec).entries()) {
    if (!port.nodePort && !allocatesNodePorts(spec)) continue;
    const shared = byNumber.get(port.port);
    const wanted = shared === undefined ? requestedFor(spec, port.port) : port.nodePort;
    if (wanted && wanted !== shared) {
      const refusal = choice.request(wanted);
      if (refusal !== undefined) return [invalid(`spec.ports[${index}].nodePort`, wanted, refusal)];
    }
    port.nodePort = wanted || (shared ?? choice.next());
    if (shared === undefined) byNumber.set(port.port, port.nodePort);
  }
  return [];
}

const requestedFor = (spec: ServiceSpec, number: number): number | undefined =>
  portsOf(spec).find(({ port, nodePort }) => port === number && nodePort)?.nodePort;

function chooseHealthCheckPort(spec: ServiceSpec, choice: Choice): void {
  const wanted = spec.healthCheckNodePort;
  if (!wanted) {
    spec.healthCheckNodePort = choice.next();
    return;
  }
  const refusal = choice.request(wanted);
  if (refusal === undefined) return;
  throw internalError(`failed to allocate requested HealthCheck NodePort ${wanted}: ${refusal}`);
}

/** The same for an update: what the stored Service holds, it may keep. */
export function choosePortsAgain(spec: ServiceSpec, before: ServiceSpec, pool: Pool, dryRun: boolean): Cause[] {
  const choice = startChoice(pool, dryRun);
  const causes = needsNodePorts(spec) ? chooseMissingNodePorts(spec, nodePortsOf(before), choice) : [];
  if (causes.length === 0 && needsHealthCheckPort(spec) && !needsHealthCheckPort(before)) {
    chooseHealthCheckPort(spec, choice);
  }
  return causes;
}

function chooseMissingNodePorts(spec: ServiceSpec, held: readonly number[], choice: Choice): Cause[] {
  const requested = new Set(held);
  for (const [index, port] of portsOf(spec).entries()) {
    if (port.nodePort && !requested.has(port.nodePort)) {
      const refusal = choice.request(port.nodePort);
      if (refusal !== undefined) return [invalid(`spec.ports[${index}].nodePort`, port.nodePort, refusal)];
      requested.add(port.nodePort);
    }
    if (!port.nodePort && allocatesNodePorts(spec)) port.nodePort = choice.next();
  }
  refuseSharedNodePort(spec);
  return [];
}

/** An update that gives one node port to two ports of a protocol fails with a bare error, not as invalid. */
function refuseSharedNodePort(spec: ServiceSpec): void {
  const used = new Set<string>();
  for (const { protocol, nodePort } of portsOf(spec)) {
    const key = `{${protocol} ${nodePort}}`;
    if (nodePort && used.has(key)) throw new ApiError(500, "", `duplicate nodePort: ${key}`);
    used.add(key);
  }
}
