import type { KubeObject } from "../../model/snapshot.ts";
import { eventFields, regardingFields } from "./events.ts";
import { fieldAt, fieldsAt } from "./field-at.ts";
import type { Kind } from "../types.ts";

const podFields = fieldsAt(
  "spec.nodeName",
  "spec.restartPolicy",
  "spec.schedulerName",
  "spec.serviceAccountName",
  "status.phase",
  "status.podIP",
  "status.nominatedNodeName",
);

/** Only a Pod that runs on a node ends in its own time. */
function podGrace(pod: KubeObject, wanted: number | undefined): number {
  const phase = fieldAt(pod, "status.phase");
  if (!fieldAt(pod, "spec.nodeName") || phase === "Succeeded" || phase === "Failed") return 0;
  const seconds = wanted ?? Number(fieldAt(pod, "spec.terminationGracePeriodSeconds") ?? 0);
  return seconds < 0 ? 1 : seconds;
}

/** One row of the table: what is not in it is the kind's name in lower case, namespaced, and without subresources. */
export type Row = Partial<Kind> & Pick<Kind, "kind" | "plural">;

const all = ["all"];
const scaled = ["scale", "status"] as const;
const status = ["status"] as const;

const event: Row = { kind: "Event", plural: "events", shortNames: ["ev"], createOnUpdate: true };

const core: readonly Row[] = [
  { kind: "ConfigMap", plural: "configmaps", shortNames: ["cm"] },
  {
    kind: "Endpoints",
    plural: "endpoints",
    shortNames: ["ep"],
    createOnUpdate: true,
    deprecation: "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
  },
  { ...event, selectableFields: eventFields },
  {
    kind: "Namespace",
    plural: "namespaces",
    shortNames: ["ns"],
    namespaced: false,
    subresources: ["finalize", "status"],
    selectableFields: fieldsAt("status.phase"),
  },
  {
    kind: "Node",
    plural: "nodes",
    shortNames: ["no"],
    namespaced: false,
    subresources: status,
    selectableFields: (node) => ({ "spec.unschedulable": fieldAt(node, "spec.unschedulable") ?? "false" }),
  },
  {
    kind: "Pod",
    plural: "pods",
    shortNames: ["po"],
    categories: all,
    subresources: ["eviction", "log", "proxy", "status"],
    selectableFields: (pod) => ({ ...podFields(pod), "spec.hostNetwork": fieldAt(pod, "spec.hostNetwork") ?? "false" }),
    graceOf: podGrace,
    returnsDeleted: true,
  },
  {
    kind: "ReplicationController",
    plural: "replicationcontrollers",
    shortNames: ["rc"],
    categories: all,
    subresources: scaled,
    selectableFields: fieldsAt("status.replicas"),
    orphansDependents: true,
  },
  { kind: "Secret", plural: "secrets", selectableFields: fieldsAt("type") },
  { kind: "ServiceAccount", plural: "serviceaccounts", shortNames: ["sa"], returnsDeleted: true },
  {
    kind: "Service",
    plural: "services",
    shortNames: ["svc"],
    categories: all,
    subresources: ["proxy", "status"],
    selectableFields: fieldsAt("spec.clusterIP", "spec.type"),
    createOnUpdate: true,
    returnsDeleted: true,
  },
];

const apps: readonly Row[] = [
  { kind: "ControllerRevision", plural: "controllerrevisions" },
  {
    kind: "DaemonSet",
    plural: "daemonsets",
    shortNames: ["ds"],
    categories: all,
    subresources: status,
  },
  {
    kind: "Deployment",
    plural: "deployments",
    shortNames: ["deploy"],
    categories: all,
    subresources: scaled,
  },
  {
    kind: "ReplicaSet",
    plural: "replicasets",
    shortNames: ["rs"],
    categories: all,
    subresources: scaled,
    selectableFields: fieldsAt("status.replicas"),
  },
  {
    kind: "StatefulSet",
    plural: "statefulsets",
    shortNames: ["sts"],
    categories: all,
    subresources: scaled,
    selectableFields: fieldsAt("status.successful"),
  },
];

const batch: readonly Row[] = [
  { kind: "CronJob", plural: "cronjobs", shortNames: ["cj"], categories: all, subresources: status },
  {
    kind: "Job",
    plural: "jobs",
    categories: all,
    subresources: status,
    selectableFields: fieldsAt("status.successful"),
    orphansDependents: true,
  },
];

const networking: readonly Row[] = [
  { kind: "IngressClass", plural: "ingressclasses", namespaced: false },
  {
    kind: "Ingress",
    plural: "ingresses",
    shortNames: ["ing"],
    subresources: status,
  },
  { kind: "NetworkPolicy", plural: "networkpolicies", shortNames: ["netpol"] },
];

/** The table of kinds, by group and version in the order in which the API server lists them. */
export const groups: readonly [group: string, version: string, rows: readonly Row[]][] = [
  ["", "v1", core],
  ["apps", "v1", apps],
  ["events.k8s.io", "v1", [{ ...event, selectableFields: regardingFields }]],
  ["batch", "v1", batch],
  ["networking.k8s.io", "v1", networking],
  [
    "policy",
    "v1",
    [{ kind: "PodDisruptionBudget", plural: "poddisruptionbudgets", shortNames: ["pdb"], subresources: status }],
  ],
  ["coordination.k8s.io", "v1", [{ kind: "Lease", plural: "leases", createOnUpdate: true }]],
  ["discovery.k8s.io", "v1", [{ kind: "EndpointSlice", plural: "endpointslices" }]],
];
