import type { Pod } from "../../../model/snapshot.ts";

/** As it came: a spec without containers is valid JSON. */
export type PodSpec = Partial<NonNullable<Pod["spec"]>>;
