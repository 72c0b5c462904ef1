import { type LabelSelector, mapRequirements, printSelector, requirementsOf } from "../../model/selector.ts";
import type { KubeObject } from "../../model/snapshot.ts";
import { fieldAt, valueAt } from "../kinds/field-at.ts";
import { notNegative } from "../rules/field-error.ts";
import { invalid } from "../status.ts";
import type { Kind } from "../types.ts";
import { requireSchema } from "./decode-as.ts";
import { decodeBody } from "./decode-body.ts";
import type { Exchange } from "./exchange.ts";
import { mediaType } from "./parse-body.ts";
import { patchObject, patchOf } from "./patch.ts";
import { ordered } from "./present.ts";
import { readWriteQuery } from "./query.ts";
import { readBody } from "./read-body.ts";
import { sendObject } from "./respond.ts";
import { atTarget, readTarget, type Target } from "./target.ts";
import { callerOptions } from "./write.ts";

/** autoscaling/v1 Scale has no collection of its own: it is a part of workloads. */
const scaleKind: Kind = {
  group: "autoscaling",
  version: "v1",
  kind: "Scale",
  plural: "scales",
  singular: "scale",
  shortNames: [],
  categories: [],
  namespaced: true,
  subresources: [],
};

/** GET of a workload's scale. */
export async function getScale(exchange: Exchange, target: Target): Promise<void> {
  await sendObject(exchange, scaleOf(readTarget(exchange, target)));
}

/** PUT of a workload's scale. */
export async function replaceScale(exchange: Exchange, target: Target): Promise<void> {
  const { request, registry, warnings } = exchange;
  const { validation } = readWriteQuery("UpdateOptions", exchange.query, request.headers["user-agent"]);
  const warn = (text: string) => warnings.push(text);
  const options = { kind: scaleKind, registry, validation, warn };
  const scale = decodeBody(await readBody(request), request.headers["content-type"], options);
  await storeScale(exchange, target, "UpdateOptions", scale);
}

/** PATCH of a workload's scale. */
export async function patchScale(exchange: Exchange, target: Target): Promise<void> {
  const { request, warnings } = exchange;
  const change = patchOf(mediaType(request.headers["content-type"]));
  const { validation } = readWriteQuery("PatchOptions", exchange.query, request.headers["user-agent"]);
  const body = await readBody(request);
  const schema = requireSchema("autoscaling/v1", "Scale");
  const current = scaleOf(readTarget(exchange, target));
  const scale = patchObject(change, schema, current, body, validation, warnings);
  await storeScale(exchange, target, "PatchOptions", scale);
}

async function storeScale(exchange: Exchange, target: Target, optionsKind: string, scale: KubeObject): Promise<void> {
  const { registry, query, request } = exchange;
  const { metadata } = atTarget(target, scale);
  const replicas = Number(valueAt(scale, "spec.replicas") ?? 0);
  const causes = notNegative("spec.replicas", replicas);
  if (causes.length > 0) throw invalid(scaleKind, target.name, causes);
  const current = readTarget(exchange, target);
  const { uid, resourceVersion } = metadata ?? {};
  const wanted = {
    ...current,
    metadata: { ...current.metadata, ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) },
    spec: { ...(current["spec"] as object), replicas },
  };
  const options = callerOptions(exchange, readWriteQuery(optionsKind, query, request.headers["user-agent"]));
  const stored = registry.update(target.kind, wanted, { ...options, subresource: "scale" });
  await sendObject(exchange, scaleOf(stored));
}

function scaleOf(workload: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = workload.metadata ?? {};
  const replicas = Number(fieldAt(workload, "spec.replicas") ?? 0);
  const selector = selectorText(workload);
  return ordered({
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp } as KubeObject["metadata"] & object,
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: Number(fieldAt(workload, "status.replicas") ?? 0), ...(selector !== "" && { selector }) },
  });
}

/** A ReplicationController's selector is a map, the others' a LabelSelector. */
function selectorText(workload: KubeObject): string {
  const selector = valueAt(workload, "spec.selector") ?? {};
  const requirements =
    workload.kind === "ReplicationController"
      ? mapRequirements(selector as Record<string, string>)
      : requirementsOf(selector as LabelSelector);
  return printSelector(requirements);
}
