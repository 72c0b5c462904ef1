import { flag, type Shape, text } from "../model/shape.ts";

const names = { shortNames: [text], categories: [text], verbs: [text] } as const;

/** APIGroupDiscoveryList of apidiscovery.k8s.io. */
export const AGGREGATED: Shape = {
  items: [
    {
      metadata: { name: text },
      versions: [
        {
          version: text,
          freshness: text,
          resources: [{ ...names, resource: text, responseKind: { kind: text }, scope: text, singularResource: text }],
        },
      ],
    },
  ],
};

/** APIVersions, at /api, and APIGroupList, at /apis. */
export const ROOT: Shape = {
  versions: [text],
  groups: [{ versions: [{ groupVersion: text }], preferredVersion: { groupVersion: text } }],
};

/** APIResourceList. */
export const RESOURCES: Shape = {
  resources: [{ ...names, name: text, singularName: text, kind: text, namespaced: flag }],
};
