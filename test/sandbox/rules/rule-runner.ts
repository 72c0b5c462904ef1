import { readFileSync } from "node:fs";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { createStrategies } from "../../../src/sandbox/rules/strategies.ts";
import type { Cause, Registry, RuleContext, Strategy } from "../../../src/sandbox/types.ts";

/** One recorded exchange with kube-apiserver 1.36.2. */
export interface Exchange {
  name: string;
  method: string;
  path: string;
  type?: string;
  body: KubeObject;
  status: number;
  warning?: string;
  answer: KubeObject & { details?: { causes?: Cause[] } };
}

export const readExchanges = (name: string): Exchange[] =>
  JSON.parse(readFileSync(new URL(`../../recordings/${name}.json`, import.meta.url), "utf8"));

export type Outcome = { causes: Cause[] } | { object: KubeObject; warnings: string[] };

/** Runs rules in the order that the API calls them in, over objects of one namespace. */
export interface RuleRunner {
  create(object: KubeObject, dryRun?: boolean): Outcome;
  /** Merges `change` into the stored object as a JSON merge patch. */
  patch(kind: string, name: string, change: object): Outcome;
  patchStatus(kind: string, name: string, change: object): Outcome;
  replace(object: KubeObject): Outcome;
  delete(kind: string, name: string): void;
}

export function createRuleRunner(): RuleRunner {
  const strategies = createStrategies(Math.random);
  const stored = new Map<string, KubeObject>();
  const strategyOf = ({ apiVersion = "", kind = "" }: KubeObject): Strategy => {
    const group = apiVersion.includes("/") ? `${apiVersion.split("/")[0]}/` : "";
    return strategies[group + kind] ?? {};
  };
  const keep = (object: KubeObject, previous?: KubeObject): Outcome => {
    stored.set(`${object.kind} ${object.metadata?.name}`, object);
    return { object, warnings: strategyOf(object).warnings?.(object, previous) ?? [] };
  };
  const find = (kind: string, name: string): KubeObject => {
    const object = stored.get(`${kind} ${name}`);
    if (!object) throw new Error(`no ${kind} ${name}`);
    return object;
  };
  const update = (object: KubeObject, previous: KubeObject): Outcome => {
    const strategy = strategyOf(object);
    strategy.setDefaults?.(object);
    strategy.prepareForUpdate?.(object, previous, context(false));
    const causes = strategy.validateUpdate?.(object, previous, context(false)) ?? [];
    if (causes.length > 0) return { causes };
    strategy.allocate?.(object, previous, context(false));
    return keep(object, previous);
  };
  return {
    create(sent, dryRun = false) {
      const object = structuredClone(sent);
      const strategy = strategyOf(object);
      object.metadata = { namespace: "rec", ...object.metadata };
      strategy.setDefaults?.(object);
      strategy.prepareForCreate?.(object, context(dryRun));
      const causes = strategy.validate?.(object, context(dryRun)) ?? [];
      if (causes.length > 0) return { causes };
      strategy.allocate?.(object, undefined, context(dryRun));
      return dryRun ? { object, warnings: [] } : keep(object);
    },
    patch: (kind, name, change) => update(merge(find(kind, name), change), find(kind, name)),
    patchStatus(kind, name, change) {
      const previous = find(kind, name);
      const object = merge(previous, change);
      const strategy = strategyOf(object);
      strategy.setDefaults?.(object);
      const causes = strategy.validateStatusUpdate?.(object, previous, context(false)) ?? [];
      return causes.length > 0 ? { causes } : keep(object, previous);
    },
    replace(sent) {
      const previous = find(sent.kind ?? "", sent.metadata?.name ?? "");
      return update({ ...structuredClone(sent), metadata: { ...previous.metadata, ...sent.metadata } }, previous);
    },
    delete(kind, name) {
      const object = find(kind, name);
      strategyOf(object).release?.(structuredClone(object));
      stored.delete(`${kind} ${name}`);
    },
  };
}

const context = (dryRun: boolean): RuleContext => ({ now: () => new Date(0), dryRun, registry: {} as Registry });

function merge(target: KubeObject, change: object): KubeObject {
  const result: Record<string, unknown> = structuredClone(target);
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key];
    else if (typeof value !== "object" || Array.isArray(value)) result[key] = structuredClone(value);
    else result[key] = merge((result[key] ?? {}) as KubeObject, value);
  }
  return result as KubeObject;
}
