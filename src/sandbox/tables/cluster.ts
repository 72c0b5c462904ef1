import type { KubeObject, Namespace, Node } from "../../model/snapshot.ts";
import { ageColumn, column, nameColumn, NONE, wide } from "./column.ts";

export const namespaceColumns = [
  nameColumn,
  column<Namespace>("Status", "Whether it is in use or being deleted.", ({ status }) => status?.phase ?? ""),
  ageColumn,
];

const UNKNOWN = "<unknown>";
const ROLE_LABEL = "node-role.kubernetes.io/";

export const nodeColumns = [
  nameColumn,
  column<Node>("Status", "Whether it is ready, and takes new Pods.", nodeStatus),
  column<Node>("Roles", "The roles that its labels give it.", (node) => rolesOf(node) || NONE),
  ageColumn,
  column<Node>("Version", "The kubelet's version.", ({ status }) => status?.nodeInfo?.kubeletVersion ?? ""),
  column<Node>("Internal-IP", "Its address inside the cluster.", (node) => addressOf(node, "InternalIP"), wide),
  column<Node>("External-IP", "Its address from outside.", (node) => addressOf(node, "ExternalIP"), wide),
  column<Node>("OS-Image", "The operating system.", ({ status }) => status?.nodeInfo?.osImage || UNKNOWN, wide),
  column<Node>("Kernel-Version", "The kernel, and the machine's architecture.", kernelOf, wide),
  column<Node>(
    "Container-Runtime",
    "The container runtime and its version.",
    ({ status }) => status?.nodeInfo?.containerRuntimeVersion || UNKNOWN,
    wide,
  ),
];

function nodeStatus({ spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  const word = ready ? (ready.status === "True" ? "Ready" : "NotReady") : "Unknown";
  return spec?.unschedulable ? `${word},SchedulingDisabled` : word;
}

function rolesOf({ metadata }: KubeObject): string {
  const roles = Object.entries(metadata?.labels ?? {}).flatMap(([label, value]) => {
    if (label.startsWith(ROLE_LABEL)) return [label.slice(ROLE_LABEL.length)];
    return label === "kubernetes.io/role" ? [value] : [];
  });
  return [...new Set(roles.filter((role) => role !== ""))].toSorted().join(",");
}

function addressOf({ status }: Node, wanted: string): string {
  return status?.addresses?.find(({ type }) => type === wanted)?.address ?? NONE;
}

function kernelOf({ status }: Node): string {
  const { kernelVersion, architecture } = status?.nodeInfo ?? {};
  if (!kernelVersion) return UNKNOWN;
  return architecture ? `${kernelVersion} (${architecture})` : kernelVersion;
}
