import { UsageError } from "../errors.ts";
import { Refusal } from "../model/refusal.ts";
import { SelectorError } from "../model/selector.ts";

/** Lets pure code decide: what it refuses becomes a UsageError. `hint` says where to read on. */
export function refusing<T>(decide: () => T, hint?: string): T {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal || error instanceof SelectorError) throw new UsageError(error.message, hint);
    throw error;
  }
}
