import { UsageError } from "../errors.ts";
import { Refusal } from "../model/refusal.ts";
import { SelectorError } from "../model/selector.ts";

/**
 * Lets pure code decide: what it refuses becomes a UsageError. `command` is the one whose help a refusal may point to:
 * "expose".
 */
export function refusing<T>(decide: () => T, command?: string): T {
  try {
    return decide();
  } catch (error) {
    if (error instanceof SelectorError) throw new UsageError(error.message);
    if (!(error instanceof Refusal)) throw error;
    throw new UsageError(error.message, command !== undefined && error.pointsToHelp ? seeHelp(command) : undefined);
  }
}

/** kubectl's pointer to a command's help. */
export const seeHelp = (command: string): string => `See 'svcctl ${command} -h' for help and examples`;
