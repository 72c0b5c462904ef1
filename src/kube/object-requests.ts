import type { KubeObject } from "../model/snapshot.ts";
import type { DeleteOptions, ListQuery, ObjectRef, PatchOptions, Resource, WriteOptions } from "./client.ts";
import { resourcePath } from "./resources.ts";
import type { Request } from "./transport.ts";

type Parameters = Readonly<Record<string, string | number | undefined>>;

/** GET of one object, or of a subresource. */
export const getRequest = (resource: Resource, ref: ObjectRef, parameters: Parameters = {}, subresource?: string) =>
  request("GET", resource, ref, { parameters, subresource });

/** One page of a list; a limit of 0 asks for everything. */
export const pageRequest = (
  resource: Resource,
  query: ListQuery,
  { limit, token, ...parameters }: { limit: number; token: string | undefined } & Parameters,
): Request =>
  request("GET", resource, query, {
    parameters: { ...parameters, ...selectors(query), limit: limit || undefined, continue: token },
  });

/** A watch that the server ends by itself after `timeoutSeconds`. */
export const watchRequest = (
  resource: Resource,
  query: ListQuery,
  parameters: { resourceVersion: string; timeoutSeconds: number; includeObject?: string | undefined },
): Request =>
  request(
    "GET",
    resource,
    { namespace: query.namespace },
    {
      parameters: { ...selectors(query), ...parameters, allowWatchBookmarks: "true", watch: "true" },
    },
  );

export const createRequest = (resource: Resource, object: KubeObject, options: WriteOptions): Request =>
  request(
    "POST",
    resource,
    { namespace: object.metadata?.namespace },
    {
      parameters: writeParameters(options),
      body: object,
    },
  );

export const replaceRequest = (
  resource: Resource,
  object: KubeObject,
  options: WriteOptions & { subresource?: string },
): Request =>
  request(
    "PUT",
    resource,
    { namespace: object.metadata?.namespace, name: object.metadata?.name ?? "" },
    {
      parameters: writeParameters(options),
      body: object,
      subresource: options.subresource,
    },
  );

/** Content types of patches. JSON is YAML: apply takes it. */
const PATCH_TYPES: Record<PatchOptions["type"], string> = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
};

export const patchRequest = (resource: Resource, ref: ObjectRef, patch: unknown, options: PatchOptions): Request => ({
  ...request("PATCH", resource, ref, {
    parameters: { ...writeParameters(options), force: options.force === undefined ? undefined : String(options.force) },
    body: patch,
    subresource: options.subresource,
  }),
  contentType: PATCH_TYPES[options.type],
});

/** DELETE with meta.k8s.io/v1 DeleteOptions as its body. */
export const deleteRequest = (resource: Resource, ref: ObjectRef, { dryRun, ...options }: DeleteOptions): Request =>
  request("DELETE", resource, ref, {
    body: { kind: "DeleteOptions", apiVersion: "v1", ...options, ...(dryRun === true && { dryRun: ["All"] }) },
  });

interface Parts {
  parameters?: Parameters;
  body?: unknown;
  subresource?: string | undefined;
}

function request(
  method: Request["method"],
  resource: Resource,
  { namespace, name }: Partial<ObjectRef>,
  { parameters = {}, body, subresource }: Parts,
): Request {
  const { plural, group } = resource;
  return {
    method,
    path: resourcePath(resource, namespace, name, subresource) + queryString(parameters),
    asked: { resource: group === "" ? plural : `${plural}.${group}`, ...(name !== undefined && { name }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

/** Parameters that are undefined or empty are left out. */
function queryString(parameters: Parameters): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)])).toString();
  return text === "" ? "" : `?${text}`;
}

const selectors = ({ labelSelector, fieldSelector }: ListQuery): Parameters => ({ labelSelector, fieldSelector });

const writeParameters = (options: WriteOptions): Parameters => ({
  dryRun: options.dryRun === true ? "All" : undefined,
  fieldManager: options.fieldManager,
  fieldValidation: options.fieldValidation,
});
