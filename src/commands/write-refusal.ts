import { UsageError } from "../errors.ts";
import { Refusal } from "../model/refusal.ts";
import { SelectorError } from "../model/selector.ts";

/** Lets pure code decide: what it refuses becomes a UsageError. */
export function refusing<T>(decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal || error instanceof SelectorError) throw new UsageError(error.message);
    throw error;
  }
}

/** kubectl's pointer to a command's help. */
export const seeHelp = (command: string): string => `See 'svcctl ${command} -h' for help and examples`;
