import type { KubeObject } from "../../model/snapshot.ts";
import { columnsOf, rowConditionsOf } from "../tables/columns.ts";
import type { Kind } from "../types.ts";
import { ordered, partial, type Presenter } from "./present.ts";

/** Shows objects as a meta.k8s.io Table. `includeObject` is None, Metadata or Object, as in the query. */
export function createTablePresenter(kind: Kind, version: string, includeObject: string, now: () => Date): Presenter {
  const columns = columnsOf(kind.group, kind.plural);
  const definitions = columns.map(({ name, type, format, description, priority }) => {
    return { name, type, format, description, priority };
  });
  const include = includer(includeObject, version);
  const row = (object: KubeObject) => {
    const conditions = rowConditionsOf(kind.group, kind.plural, object);
    const cells = columns.map((column) => column.cell(object, now()));
    return { cells, ...(conditions && { conditions }), object: include(object) };
  };
  const table = (metadata: unknown, objects: readonly KubeObject[], columnDefinitions: unknown = definitions) => {
    const head = { kind: "Table", apiVersion: `meta.k8s.io/${version}`, metadata };
    return { ...head, columnDefinitions, rows: objects.map(row) };
  };
  let told = false;
  return {
    one: (object) => table(versionOf(object), [object]),
    list: ({ metadata, items }) => table(metadata, items),
    event(object) {
      const shown = table(versionOf(object), [object], told ? null : definitions);
      told = true;
      return shown;
    },
  };
}

function versionOf({ metadata }: KubeObject): { resourceVersion: string | undefined } {
  return { resourceVersion: metadata?.resourceVersion };
}

function includer(includeObject: string, version: string): (object: KubeObject) => unknown {
  if (includeObject === "None") return () => null;
  return includeObject === "Object" ? ordered : (object) => partial(object, version);
}
