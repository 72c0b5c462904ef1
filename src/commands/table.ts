import type { Command } from "commander";

import type { Context } from "../context.ts";

/** One row for each command: what help shows of it, and how its module is loaded when it is asked for. */
export interface CommandEntry {
  name: string;
  group: string;
  summary: string;
  load(context: Context): Promise<Command>;
}

const BASIC = "Services, as kubectl does it:";
const LOOK = "Looking deeper:";
const SETTINGS = "Clusters and settings:";

export const commandTable: readonly CommandEntry[] = [
  {
    name: "create",
    group: BASIC,
    summary: "create objects from files or standard input, or a Service from flags",
    load: async (context) => (await import("./create.ts")).createCommand(context),
  },
  {
    name: "expose",
    group: BASIC,
    summary: "create a Service for a workload, a Pod or another Service",
    load: async (context) => (await import("./expose.ts")).exposeCommand(context),
  },
  {
    name: "get",
    group: BASIC,
    summary: "show one or many objects",
    load: async (context) => (await import("./get.ts")).getCommand(context),
  },
  {
    name: "events",
    group: BASIC,
    summary: "show what happened to objects",
    load: async (context) => (await import("./events.ts")).eventsCommand(context),
  },
  {
    name: "describe",
    group: BASIC,
    summary: "show the details of a Service, its Endpoints or EndpointSlices",
    load: async (context) => (await import("./describe.ts")).describeCommand(context),
  },
  {
    name: "delete",
    group: BASIC,
    summary: "delete objects by file, name, label selector or all of a kind",
    load: async (context) => (await import("./delete.ts")).deleteCommand(context),
  },
  {
    name: "scale",
    group: BASIC,
    summary: "set how many replicas a workload has",
    load: async (context) => (await import("./scale.ts")).scaleCommand(context),
  },
  {
    name: "apply",
    group: BASIC,
    summary: "make objects what files say: create what is missing, change what differs",
    load: async (context) => (await import("./apply.ts")).applyCommand(context),
  },
  {
    name: "diff",
    group: BASIC,
    summary: "show what apply would change",
    load: async (context) => (await import("./diff.ts")).diffCommand(context),
  },
  {
    name: "patch",
    group: BASIC,
    summary: "change fields of objects",
    load: async (context) => (await import("./patch.ts")).patchCommand(context),
  },
  {
    name: "label",
    group: BASIC,
    summary: "set and remove labels",
    load: async (context) => (await import("./label.ts")).labelCommand(context),
  },
  {
    name: "annotate",
    group: BASIC,
    summary: "set and remove annotations",
    load: async (context) => (await import("./annotate.ts")).annotateCommand(context),
  },
  {
    name: "set",
    group: BASIC,
    summary: "replace the selector of a Service",
    load: async (context) => (await import("./set.ts")).setCommand(context),
  },
  {
    name: "wait",
    group: BASIC,
    summary: "wait until objects are created, deleted, or in a state",
    load: async (context) => (await import("./wait.ts")).waitCommand(context),
  },
  {
    name: "endpoints",
    group: LOOK,
    summary: "show the Pods and ports that stand behind Services",
    load: async (context) => (await import("./endpoints.ts")).endpointsCommand(context),
  },
  {
    name: "trace",
    group: LOOK,
    summary: "follow traffic from the client to the container, to the first thing that is wrong",
    load: async (context) => (await import("./trace.ts")).traceCommand(context),
  },
  {
    name: "check",
    group: LOOK,
    summary: "find what is wrong with Services, in a cluster or in files",
    load: async (context) => (await import("./check.ts")).checkCommand(context),
  },
  {
    name: "dns",
    group: LOOK,
    summary: "show the DNS records of Services, and what a name that a Pod types leads to",
    load: async (context) => (await import("./dns.ts")).dnsCommand(context),
  },
  {
    name: "who",
    group: LOOK,
    summary: "show which Services an IP, a Pod, a node port or a DNS name belongs to",
    load: async (context) => (await import("./who.ts")).whoCommand(context),
  },
  {
    name: "ports",
    group: LOOK,
    summary: "show the node ports and load balancer addresses in use, and what is free",
    load: async (context) => (await import("./ports.ts")).portsCommand(context),
  },
  {
    name: "dataplane",
    group: LOOK,
    summary: "show what kube-proxy makes of Services: ways of packets, rules, a node's own rules compared",
    load: async (context) => (await import("./dataplane.ts")).dataplaneCommand(context),
  },
  {
    name: "sandbox",
    group: SETTINGS,
    summary: "run the embedded cluster: start, stop, status, reset, kubeconfig",
    load: async (context) => (await import("./sandbox.ts")).sandboxCommand(context),
  },
  {
    name: "config",
    group: SETTINGS,
    summary: "show and change kubeconfig files",
    load: async (context) => (await import("./config.ts")).configCommand(context),
  },
  {
    name: "auth",
    group: SETTINGS,
    summary: "tell who the server takes you for and what it lets you do",
    load: async (context) => (await import("./auth.ts")).authCommand(context),
  },
  {
    name: "api-resources",
    group: SETTINGS,
    summary: "show the types of objects that the server has",
    load: async (context) => (await import("./api-resources.ts")).apiResourcesCommand(context),
  },
  {
    name: "api-versions",
    group: SETTINGS,
    summary: "show the API versions that the server supports",
    load: async (context) => (await import("./api-versions.ts")).apiVersionsCommand(context),
  },
  {
    name: "completion",
    group: SETTINGS,
    summary: "print the script with which bash, zsh, fish or PowerShell completes lines",
    load: async (context) => (await import("./completion.ts")).completionCommand(context),
  },
  {
    name: "version",
    group: SETTINGS,
    summary: "show the versions of svcctl and of the server",
    load: async (context) => (await import("./version.ts")).versionCommand(context),
  },
];
