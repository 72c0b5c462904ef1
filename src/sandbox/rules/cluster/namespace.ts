import type { Namespace } from "../../../model/snapshot.ts";
import type { Cause, Strategy } from "../../types.ts";
import { checkQualifiedName } from "../content.ts";
import { invalid, invalidEach } from "../field-error.ts";
import { defineRules } from "../kind-rules.ts";
import { labelName } from "../names.ts";

export function createNamespaceStrategy(): Strategy {
  return defineRules<Namespace>({
    name: labelName,
    namespaced: false,
    setDefaults: labelWithName,
    prepareForCreate(namespace) {
      labelWithName(namespace);
      const spec = (namespace.spec ??= {});
      if (!spec.finalizers?.includes("kubernetes")) spec.finalizers = [...(spec.finalizers ?? []), "kubernetes"];
      namespace.status = { phase: "Active" };
    },
    validate: ({ spec }, previous) =>
      previous
        ? []
        : (spec?.finalizers ?? []).flatMap((finalizer) =>
            invalidEach("spec.finalizers", finalizer, checkQualifiedName(finalizer)),
          ),
    validateStatusUpdate,
  });
}

/** Every namespace can be selected by its name (a selector of a NetworkPolicy needs labels). */
function labelWithName({ metadata }: Namespace): void {
  if (metadata?.name) metadata.labels = { ...metadata.labels, "kubernetes.io/metadata.name": metadata.name };
}

function validateStatusUpdate({ metadata, status }: Namespace): Cause[] {
  const phase = status?.phase ?? "";
  const [wanted, detail] = metadata?.deletionTimestamp
    ? ["Terminating", "may only be 'Terminating' if `deletionTimestamp` is not empty"]
    : ["Active", "may only be 'Active' if `deletionTimestamp` is empty"];
  return phase === wanted ? [] : [invalid("status.Phase", phase, detail)];
}
