import type { V1Scale } from "@kubernetes/client-node";

import type { Json } from "../../../model/snapshot.ts";
import type { Strategy } from "../../types.ts";
import { notNegative } from "../field-error.ts";
import { defineRules } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";

/** The scale subresource of every workload. */
export function createScaleStrategy(): Strategy {
  return defineRules<Json<V1Scale>>({
    name: subdomainName,
    validate: ({ spec }) => notNegative("spec.replicas", spec?.replicas),
  });
}
