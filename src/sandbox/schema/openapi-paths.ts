import type { Kind } from "../types.ts";

type Json = Record<string, unknown>;

/** The paths of a group-version's kinds; `bodyOf` gives the schema of a kind's objects. */
export function pathsOf(kinds: readonly Kind[], bodyOf: (kind: Kind) => Json): Json {
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const collection = collectionPath(kind);
      const body = bodyOf(kind);
      const object = operations(kind, body, ["get", "put", "patch", "delete"]);
      const status = kind.subresources.includes("status")
        ? [[`${collection}/{name}/status`, operations(kind, body, ["get", "put", "patch"])]]
        : [];
      return [
        [collection, operations(kind, body, ["get", "post", "delete"])],
        [`${collection}/{name}`, object],
        ...status,
      ];
    }),
  ) as Json;
}

function collectionPath({ group, version, plural, namespaced }: Kind): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}/${namespaced ? "namespaces/{namespace}/" : ""}${plural}`;
}

type Method = "get" | "post" | "put" | "patch" | "delete";

const PATCH_TYPES = [
  "application/apply-patch+yaml",
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
];

function operations(kind: Kind, body: Json, methods: readonly Method[]): Json {
  return Object.fromEntries(methods.map((method) => [method, operation(kind, body, method)]));
}

function operation({ group, version, kind }: Kind, body: Json, method: Method): Json {
  const types = method === "patch" ? PATCH_TYPES : ["application/json", "application/yaml"];
  const content = Object.fromEntries(types.map((type) => [type, { schema: method === "patch" ? {} : body }]));
  const writes = method === "post" || method === "put" || method === "patch";
  return {
    parameters: parametersOf(method),
    ...(writes && { requestBody: { required: true, content } }),
    responses: { "200": { description: "OK", content: { "application/json": { schema: body } } } },
    "x-kubernetes-group-version-kind": { group, kind, version },
  };
}

function parametersOf(method: Method): Json[] {
  if (method === "get") return [];
  if (method === "delete") return [query("dryRun", "string")];
  const parameters = ["dryRun", "fieldManager", "fieldValidation"].map((name) => query(name, "string"));
  return method === "patch" ? [...parameters, query("force", "boolean")] : parameters;
}

function query(name: string, type: string): Json {
  return { name, in: "query", schema: { type, uniqueItems: true } };
}
