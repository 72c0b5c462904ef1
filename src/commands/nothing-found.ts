/** kubectl's note for an empty list. `namespace` is undefined for all namespaces. */
export const nothingFoundIn = (namespace: string | undefined): string =>
  namespace === undefined ? "No resources found" : `No resources found in ${namespace} namespace.`;
