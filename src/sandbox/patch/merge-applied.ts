import type { FieldType, ListType } from "../schema/schema.ts";
import { type Child, childrenOf, isEmpty, isOneField } from "./compare.ts";
import { type FieldSet, holdsItself } from "./field-set.ts";

/**
 * The live value with a configuration laid over it, as structured-merge-diff merges: what the configuration says wins,
 * what it leaves out stays. Undefined stands for nothing on that side.
 */
export function mergeApplied(type: FieldType, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  if (live === undefined || isOneField(type) || (isEmpty(live) && isEmpty(applied))) return applied;
  if (type.kind === "list") return mergeItems(type, childrenOf(type, live), childrenOf(type, applied));
  const before = byElement(childrenOf(type, live));
  const after = byElement(childrenOf(type, applied));
  return Object.fromEntries(
    [...new Map([...before, ...after]).values()].map(({ element, name = "", type: childType }) => {
      return [name, mergeApplied(childType, before.get(element)?.value, after.get(element)?.value)];
    }),
  );
}

/** The value without the fields of a set; what is left without content becomes null. */
export function withoutFields(type: FieldType, value: unknown, set: FieldSet | undefined): unknown {
  if (!set || isOneField(type)) return value;
  const kept = childrenOf(type, value).flatMap((child) => {
    const below = set[child.element];
    if (!below) return [child];
    return holdsItself(below) ? [] : [{ ...child, value: withoutFields(child.type, child.value, below) }];
  });
  if (kept.length === 0) return null;
  if (type.kind === "list") return kept.map((child) => child.value);
  return Object.fromEntries(kept.map(({ name = "", value: left }) => [name, left]));
}

/**
 * Items of both lists: those of the configuration in its order, and among them the live ones that it does not name, as
 * far as possible after the items that they stood after.
 */
function mergeItems(type: ListType, live: readonly Child[], applied: readonly Child[]): unknown[] {
  const before = byElement(live);
  const after = byElement(applied);
  const shared = applied.map(({ element }) => element).filter((element) => before.has(element));
  const merged: unknown[] = [];
  const done = new Set<string>();
  const take = ({ element }: Child): void => {
    done.add(element);
    if (shared[0] === element) shared.shift();
    merged.push(mergeApplied(type.item, before.get(element)?.value, after.get(element)?.value));
  };
  let [left, right] = [0, 0];
  while (left < live.length || right < applied.length) {
    const [item, wanted] = [live[left], applied[right]];
    const isWanted = item !== undefined && item.element === wanted?.element;
    if (item && !after.has(item.element)) {
      merged.push(item.value);
      left++;
    } else if (item && wanted && !isWanted && shared.length > 0 && shared[0] !== item.element) {
      left++;
    } else {
      if (isWanted || (item && done.has(item.element))) left++;
      if (wanted) take(wanted);
      right++;
    }
  }
  return merged;
}

function byElement(children: readonly Child[]): Map<string, Child> {
  return new Map(children.map((child) => [child.element, child]));
}
