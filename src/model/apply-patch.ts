import { isEqual, isList, isMap, type JsonMap, type JsonValue, valueOf } from "./json-value.ts";
import { createThreeWayMergePatch } from "./merge-patch.ts";
import { Refusal } from "./refusal.ts";
import { patchMetaOf } from "./strategic/patch-meta.ts";
import { createThreeWayPatch, findConflicts, type ThreeStates } from "./strategic/three-way.ts";

/** The patch that a client-side apply sends; an empty one means that nothing changes. */
export interface ApplyPatch {
  type: "strategic" | "merge";
  patch: JsonMap;
}

export interface ApplyRules {
  /** "Service", "Deployment.apps" */
  groupKind: string;
  /** --overwrite: false refuses to change what was changed in the cluster since the last apply. */
  overwrite: boolean;
}

/**
 * The patch of `apply` (kubectl 1.36): a three-way strategic merge, or a three-way JSON merge for custom resources. A
 * Service's ports are told apart by port and protocol where one number stands twice, so that TCP and UDP on it both
 * stay (kubernetes/kubernetes#39188). Throws a Refusal.
 */
export function createApplyPatch(states: ThreeStates, { groupKind, overwrite }: ApplyRules): ApplyPatch {
  const meta = patchMetaOf(groupKind);
  if (!meta) {
    const { original, modified, current } = states;
    return checkIdentity({ type: "merge", patch: createThreeWayMergePatch(original, modified, current) });
  }
  const shared = groupKind === "Service" && sharesNumber(states);
  const patch = createThreeWayPatch(shared ? withoutPorts(states) : states, meta);
  const conflicts = overwrite ? [] : findConflicts(patch, states, meta);
  if (conflicts.length > 0) {
    throw new Refusal(
      `changed in the cluster since the last apply, and otherwise in this one: ${conflicts.join(", ")}`,
    );
  }
  return checkIdentity({ type: "strategic", patch: shared ? replacePorts(patch, states) : patch });
}

function checkIdentity(apply: ApplyPatch): ApplyPatch {
  const { apiVersion, kind, metadata } = apply.patch;
  if (apiVersion !== undefined || kind !== undefined || (isMap(metadata) && metadata["name"] !== undefined)) {
    throw new Refusal("At least one of apiVersion, kind and name was changed");
  }
  return apply;
}

const specOf = (object: JsonMap): JsonMap => {
  const spec = valueOf(object, "spec");
  return isMap(spec) ? spec : {};
};

function portsOf(object: JsonMap): JsonMap[] {
  const ports = specOf(object)["ports"];
  return isList(ports) ? ports.filter((port) => isMap(port)) : [];
}

const keyOf = (port: JsonMap) => `${String(port["port"])}/${String(port["protocol"] ?? "TCP")}`;

function sharesNumber(states: ThreeStates): boolean {
  return [states.original, states.modified, states.current].some((object) => {
    const numbers = portsOf(object).map((port) => port["port"]);
    return new Set(numbers).size < numbers.length;
  });
}

function withoutPorts({ original, modified, current }: ThreeStates): ThreeStates {
  const strip = (object: JsonMap): JsonMap => {
    const { ports: _, ...spec } = specOf(object);
    return { ...object, spec };
  };
  return { original: strip(original), modified: strip(modified), current: strip(current) };
}

/** Adds to the patch the whole list of ports, merged by port and protocol, if it differs from what the cluster has. */
function replacePorts(patch: JsonMap, states: ThreeStates): JsonMap {
  const merged = mergePorts(states);
  if (isEqual(merged, portsOf(states.current))) return patch;
  const spec = isMap(patch["spec"]) ? patch["spec"] : {};
  const version = isMap(states.current["metadata"]) ? states.current["metadata"]["resourceVersion"] : undefined;
  const metadata = isMap(patch["metadata"]) ? patch["metadata"] : {};
  return {
    ...patch,
    // the list was made from this version: a change by someone else in between must not be lost
    metadata: { ...metadata, resourceVersion: version },
    spec: { ...spec, ports: [...merged, { $patch: "replace" }] },
  };
}

/** Ports as applied, each on top of the cluster's own (its node port stays), then those that others added. */
function mergePorts({ original, modified, current }: ThreeStates): JsonValue[] {
  const index = (object: JsonMap) => new Map(portsOf(object).map((port) => [keyOf(port), port]));
  const [before, wanted, live] = [index(original), index(modified), index(current)];
  const applied = [...wanted].map(([key, port]) => {
    const dropped = Object.keys(before.get(key) ?? {}).filter((field) => !Object.hasOwn(port, field));
    const kept = Object.entries(live.get(key) ?? {}).filter(([field]) => !dropped.includes(field));
    return { ...Object.fromEntries(kept), ...port };
  });
  const others = [...live].filter(([key]) => !wanted.has(key) && !before.has(key)).map(([, port]) => port);
  return [...applied, ...others];
}
