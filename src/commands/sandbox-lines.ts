import type { Context } from "../context.ts";
import { ageSince } from "../model/age.ts";
import { escapeText } from "../print/escape.ts";
import type { SandboxStatus } from "../sandbox/control.ts";

type Style = Context["io"]["style"];

const NO_BALANCER = "none: such Services stay pending (see --load-balancer)";

/** What a running sandbox is, one fact a line. */
export function factLines({ server, kubeconfig, pid, startedAt, options }: SandboxStatus, style: Style, now: Date) {
  const facts: [string, string | undefined][] = [
    ["Server", server],
    ["Nodes", options && String(options.nodes)],
    ["Load balancer", options && (options.loadBalancer ? "gives out addresses" : NO_BALANCER)],
    ["Data", options?.data ?? "in memory, gone when it stops"],
    ["Kubeconfig", kubeconfig],
    ["Process", pid === undefined ? undefined : `${pid}, started ${ageSince(startedAt, now)} ago`],
  ];
  const known = facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, escapeText(value)] as const]));
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `  ${style.dim(name.padEnd(width))}  ${value}\n`).join("");
}

/** What to type next, for svcctl and for kubectl. */
export function nextLines({ kubeconfig }: SandboxStatus): string {
  return (
    "svcctl uses it while no kubeconfig names a cluster: try 'svcctl get nodes'.\n" +
    `For kubectl: export KUBECONFIG=${escapeText(kubeconfig)}\n`
  );
}

/** Why there is no sandbox: none was started, or it ended by itself. */
export const stoppedLine = ({ lost }: SandboxStatus): string =>
  lost === undefined
    ? "No sandbox is running."
    : `The sandbox (process ${lost.pid}) ended unexpectedly; its log is ${escapeText(lost.log)}.`;
