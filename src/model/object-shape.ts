import { Refusal } from "./refusal.ts";
import type { KubeObject } from "./snapshot.ts";

type Check = (value: unknown) => boolean;

const isMap: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number";
const isNumberOrText: Check = (value) => isNumber(value) || isText(value);

/** The fields that views of Services rely on, `[]` for each item of a list, and what they must be. */
const FIELDS: Record<string, Record<string, readonly [Check, string]>> = {
  Service: {
    spec: [isMap, "a map"],
    "spec.clusterIP": [isText, "a text"],
    "spec.clusterIPs[]": [isText, "a text"],
    "spec.externalIPs[]": [isText, "a text"],
    "spec.externalName": [isText, "a text"],
    "spec.ipFamilies[]": [isText, "a text"],
    "spec.ipFamilyPolicy": [isText, "a text"],
    "spec.loadBalancerSourceRanges[]": [isText, "a text"],
    "spec.selector": [isMap, "a map"],
    "spec.ports[]": [isMap, "a map"],
    "spec.ports[].name": [isText, "a text"],
    "spec.ports[].port": [isNumber, "a number"],
    "spec.ports[].protocol": [isText, "a text"],
    "spec.ports[].targetPort": [isNumberOrText, "a number or a text"],
    "status.loadBalancer.ingress[]": [isMap, "a map"],
    "status.loadBalancer.ingress[].ip": [isText, "a text"],
  },
  EndpointSlice: {
    "ports[]": [isMap, "a map"],
    "ports[].name": [isText, "a text"],
    "ports[].port": [isNumber, "a number"],
    "ports[].protocol": [isText, "a text"],
    "endpoints[]": [isMap, "a map"],
    "endpoints[].addresses[]": [isText, "a text"],
    "endpoints[].hostname": [isText, "a text"],
    "endpoints[].hints.forZones[]": [isMap, "a map"],
    "endpoints[].hints.forNodes[]": [isMap, "a map"],
  },
  Node: {
    "status.addresses[]": [isMap, "a map"],
    "status.addresses[].address": [isText, "a text"],
  },
};

/** Refuses a Service, EndpointSlice or Node whose fields no API server would take. Throws a Refusal that names the field. */
export function checkShape(object: KubeObject): void {
  for (const [path, [check, words]] of Object.entries(FIELDS[object.kind ?? ""] ?? {})) {
    for (const { value, at } of valuesAt(object, path.split("."), "")) {
      if (value !== undefined && value !== null && !check(value))
        throw new Refusal(`${object.kind} "${object.metadata?.name ?? ""}": ${at} must be ${words}`);
    }
  }
}

interface Found {
  value: unknown;
  at: string;
}

/** The values at a path; what is absent has none. Throws a Refusal where a list or a map is something else. */
function valuesAt(parent: unknown, [step, ...rest]: readonly string[], before: string): Found[] {
  if (step === undefined) return [{ value: parent, at: before }];
  if (parent === undefined || parent === null) return [];
  if (!isMap(parent)) throw new Refusal(`${before} must be a map`);
  const name = step.replace("[]", "");
  const at = before === "" ? name : `${before}.${name}`;
  const value = (parent as Record<string, unknown>)[name];
  if (!step.endsWith("[]")) return valuesAt(value, rest, at);
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Refusal(`${at} must be a list`);
  return value.flatMap((item, index) => valuesAt(item, rest, `${at}[${index}]`));
}
