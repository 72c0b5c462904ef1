import type { Strategy } from "../types.ts";
import { createServiceStrategy } from "./service/strategy.ts";

/**
 * The rules of every kind that has any, keyed by `group/Kind`, or the kind alone for the core group. Each call makes
 * allocators of its own, so that one cluster's addresses and ports say nothing of another's.
 */
export function createStrategies(): Record<string, Strategy> {
  return {
    Service: createServiceStrategy(),
  };
}
