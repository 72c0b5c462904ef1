import type { Cause } from "../../types.ts";
import { invalid, notNegative } from "../field-error.ts";

/** The counts that ReplicaSets and ReplicationControllers report. */
interface ReplicaStatus {
  replicas?: number;
  fullyLabeledReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
  observedGeneration?: number;
}

const counts = [
  "replicas",
  "fullyLabeledReplicas",
  "readyReplicas",
  "availableReplicas",
  "observedGeneration",
] as const;

/** No count is negative, nor greater than what it is a part of. */
export function validateReplicaStatus(status: ReplicaStatus = {}): Cause[] {
  const { replicas = 0, fullyLabeledReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
  const within = (name: string, value: number, whole: number, of: string): Cause[] =>
    value > whole ? [invalid(`status.${name}`, value, `cannot be greater than ${of}`)] : [];
  return [
    ...counts.flatMap((name) => notNegative(`status.${name}`, status[name])),
    ...within("fullyLabeledReplicas", fullyLabeledReplicas, replicas, "status.replicas"),
    ...within("readyReplicas", readyReplicas, replicas, "status.replicas"),
    ...within("availableReplicas", availableReplicas, replicas, "status.replicas"),
    ...within("availableReplicas", availableReplicas, readyReplicas, "readyReplicas"),
  ];
}
