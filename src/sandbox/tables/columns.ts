import type { KubeObject, Pod } from "../../model/snapshot.ts";
import type { Column } from "../types.ts";
import { namespaceColumns, nodeColumns } from "./cluster.ts";
import { column, nameColumn } from "./column.ts";
import {
  configMapColumns,
  controllerRevisionColumns,
  leaseColumns,
  podDisruptionBudgetColumns,
  secretColumns,
  serviceAccountColumns,
} from "./config.ts";
import { eventColumns } from "./events.ts";
import { cronJobColumns, jobColumns } from "./jobs.ts";
import { ingressClassColumns, ingressColumns, networkPolicyColumns } from "./networking.ts";
import { podColumns } from "./pods.ts";
import { endpointsColumns, endpointSliceColumns, serviceColumns } from "./services.ts";
import {
  daemonSetColumns,
  deploymentColumns,
  replicaSetColumns,
  replicationControllerColumns,
  statefulSetColumns,
} from "./workloads.ts";

/** By plural and group, as `kubectl get` takes them. */
const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  configmaps: configMapColumns,
  "controllerrevisions.apps": controllerRevisionColumns,
  "cronjobs.batch": cronJobColumns,
  "daemonsets.apps": daemonSetColumns,
  "deployments.apps": deploymentColumns,
  endpoints: endpointsColumns,
  "endpointslices.discovery.k8s.io": endpointSliceColumns,
  events: eventColumns,
  "events.events.k8s.io": eventColumns,
  "ingressclasses.networking.k8s.io": ingressClassColumns,
  "ingresses.networking.k8s.io": ingressColumns,
  "jobs.batch": jobColumns,
  "leases.coordination.k8s.io": leaseColumns,
  namespaces: namespaceColumns,
  "networkpolicies.networking.k8s.io": networkPolicyColumns,
  nodes: nodeColumns,
  "poddisruptionbudgets.policy": podDisruptionBudgetColumns,
  pods: podColumns,
  "replicasets.apps": replicaSetColumns,
  replicationcontrollers: replicationControllerColumns,
  secrets: secretColumns,
  serviceaccounts: serviceAccountColumns,
  services: serviceColumns,
  "statefulsets.apps": statefulSetColumns,
};

const PLAIN: readonly Column[] = [
  nameColumn,
  column("Created At", "When the object was created.", ({ metadata }) => metadata?.creationTimestamp ?? null, {
    type: "date",
  }),
];

/** The columns of a kind's table, as kube-apiserver 1.36 prints it; Name and Created At for kinds without their own. */
export function columnsOf(group: string, plural: string): readonly Column[] {
  return COLUMNS[group === "" ? plural : `${plural}.${group}`] ?? PLAIN;
}

export interface RowCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

const COMPLETED: Readonly<Record<string, RowCondition[]>> = {
  Succeeded: [
    { type: "Completed", status: "True", reason: "Succeeded", message: "The pod has completed successfully." },
  ],
  Failed: [{ type: "Completed", status: "True", reason: "Failed", message: "The pod failed." }],
};

/** The conditions of an object's row: a Pod that has ended says so. */
export function rowConditionsOf(group: string, plural: string, object: KubeObject): RowCondition[] | undefined {
  if (group !== "" || plural !== "pods") return undefined;
  return COMPLETED[(object as KubeObject & Pod).status?.phase ?? ""];
}
