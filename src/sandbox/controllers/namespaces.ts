import type { Namespace } from "../../model/snapshot.ts";
import { ApiError } from "../status.ts";
import type { ControllerContext } from "./context.ts";
import { keyOf } from "./observe.ts";
import { isTerminating } from "./pods.ts";

const ROOT_CA = "kube-root-ca.crt";

/**
 * Gives each namespace the ServiceAccount default and the ConfigMap kube-root-ca.crt, and empties one that is being
 * deleted. `ca` is the API server's authority, as PEM.
 */
export function runNamespaces(context: ControllerContext, ca: string): void {
  const { loop, observer, registry } = context;
  const { namespaces, serviceAccounts, configMaps } = context.objects;
  const contents = registry.kinds.filter(({ namespaced, view }) => namespaced && !view);

  const queue = loop.queue((name) => {
    const namespace = namespaces.get(name);
    if (!namespace) return;
    if (!isTerminating(namespace)) return furnish(context, name, ca);
    for (const kind of contents) {
      for (const { metadata } of registry.list(kind, name)) registry.delete(kind, name, metadata?.name ?? "");
    }
    if (contents.every((kind) => registry.list(kind, name).length === 0)) release(context, namespace);
  });

  observer.on(namespaces.kind, ({ object }) => queue.add(keyOf(object)));
  for (const { kind } of [serviceAccounts, configMaps]) {
    observer.on(kind, ({ type, object }) => {
      if (type !== "ADDED") queue.add(object.metadata?.namespace ?? "");
    });
  }
  observer.onAll(({ type, object }) => {
    const name = object.metadata?.namespace;
    const namespace = type === "DELETED" && name !== undefined ? namespaces.get(name) : undefined;
    if (namespace && isTerminating(namespace)) queue.add(name ?? "");
  });
}

function furnish({ objects }: ControllerContext, namespace: string, ca: string): void {
  const { serviceAccounts, configMaps } = objects;
  if (!serviceAccounts.get(`${namespace}/default`))
    serviceAccounts.create({ metadata: { name: "default", namespace } });
  const data = { "ca.crt": ca };
  const stored = configMaps.get(`${namespace}/${ROOT_CA}`);
  const annotations = {
    "kubernetes.io/description":
      "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the " +
      "internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
  };
  if (!stored) configMaps.create({ metadata: { name: ROOT_CA, namespace, annotations }, data });
  else if ((stored["data"] as typeof data | undefined)?.["ca.crt"] !== ca) configMaps.update({ ...stored, data });
}

/** Lets go of an empty namespace, which ends it. */
function release({ objects }: ControllerContext, namespace: Namespace): void {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== "kubernetes");
  objects.namespaces.update({ ...namespace, spec: { ...namespace.spec, finalizers } }, "finalize");
}

/** Whether a write was refused because its namespace is going away: nothing that a controller must mind. */
export function isNamespaceGoing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.status.details?.causes?.some(({ reason }) => reason === "NamespaceTerminating") ?? false;
}
