import type { Pod } from "../../model/snapshot.ts";
import { ApiError } from "../status.ts";
import type { ControllerContext } from "./context.ts";

/** As many Pods as one process can hold and still answer; controllers create no more. */
export const MOST_PODS = 10_000;

/** What a reconciler creates or deletes at most before others, and requests, get their turn. */
export const MOST_PER_STEP = 100;

/** Creates a workload's Pod. Throws `ApiError`, 403 also when the sandbox holds as many Pods as it can. */
export function createPod({ objects, pods }: Pick<ControllerContext, "objects" | "pods">, pod: Pod): Pod {
  if (pods.count() >= MOST_PODS) {
    throw new ApiError(403, "Forbidden", `exceeded the sandbox's limit of ${MOST_PODS} Pods`);
  }
  return objects.pods.create(pod);
}
