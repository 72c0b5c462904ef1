import { formatLabels, type LabelSelector } from "../../model/selector.ts";
import {
  ageColumn,
  column,
  containerColumns,
  integer,
  labelsColumn,
  nameColumn,
  type PodTemplate,
  selectorColumn,
} from "./column.ts";

interface Counts {
  replicas?: number;
  readyReplicas?: number;
  updatedReplicas?: number;
  availableReplicas?: number;
}

interface Workload {
  spec?: { replicas?: number; selector?: LabelSelector; template?: PodTemplate };
  status?: Counts;
}

interface ReplicationController {
  spec?: { replicas?: number; selector?: Record<string, string>; template?: PodTemplate };
  status?: Counts;
}

interface DaemonSet {
  spec?: {
    selector?: LabelSelector;
    template?: PodTemplate & { spec?: { nodeSelector?: Record<string, string> } };
  };
  status?: {
    desiredNumberScheduled?: number;
    currentNumberScheduled?: number;
    numberReady?: number;
    updatedNumberScheduled?: number;
    numberAvailable?: number;
  };
}

const containers = containerColumns<Workload>(({ spec }) => spec?.template);
const readyOfDesired = column<Workload>(
  "Ready",
  "How many of the Pods that are wanted are ready.",
  ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
);

export const deploymentColumns = [
  nameColumn,
  readyOfDesired,
  column<Workload>(
    "Up-to-date",
    "How many Pods follow the newest template.",
    ({ status }) => status?.updatedReplicas ?? 0,
  ),
  column<Workload>(
    "Available",
    "How many Pods have been ready long enough.",
    ({ status }) => status?.availableReplicas ?? 0,
  ),
  ageColumn,
  ...containers,
  selectorColumn<Workload>(({ spec }) => spec?.selector, ""),
];

export const statefulSetColumns = [nameColumn, readyOfDesired, ageColumn, ...containers];

const replicaColumns = [
  nameColumn,
  column<Workload>("Desired", "How many Pods are wanted.", ({ spec }) => spec?.replicas ?? 0, integer),
  column<Workload>("Current", "How many Pods there are.", ({ status }) => status?.replicas ?? 0, integer),
  column<Workload>("Ready", "How many Pods are ready.", ({ status }) => status?.readyReplicas ?? 0, integer),
  ageColumn,
  ...containers,
];

export const replicaSetColumns = [...replicaColumns, selectorColumn<Workload>(({ spec }) => spec?.selector, "<none>")];

export const replicationControllerColumns = [
  ...replicaColumns,
  labelsColumn<ReplicationController>(({ spec }) => spec?.selector),
];

type DaemonCount = keyof NonNullable<DaemonSet["status"]>;

const daemonCount = (name: string, description: string, count: DaemonCount) =>
  column<DaemonSet>(name, description, ({ status }) => status?.[count] ?? 0, integer);

export const daemonSetColumns = [
  nameColumn,
  daemonCount("Desired", "How many nodes should run its Pod.", "desiredNumberScheduled"),
  daemonCount("Current", "How many of these nodes run it.", "currentNumberScheduled"),
  daemonCount("Ready", "How many of these nodes have it ready.", "numberReady"),
  daemonCount("Up-to-date", "How many of these nodes run the newest template.", "updatedNumberScheduled"),
  daemonCount("Available", "How many of these nodes have had it ready long enough.", "numberAvailable"),
  column<DaemonSet>("Node Selector", "The labels of the nodes that should run it.", ({ spec }) =>
    formatLabels(spec?.template?.spec?.nodeSelector),
  ),
  ageColumn,
  ...containerColumns<DaemonSet>(({ spec }) => spec?.template),
  selectorColumn<DaemonSet>(({ spec }) => spec?.selector, "<none>"),
];
