import type { Context } from "../context.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { inTypeOrder } from "../model/type-order.ts";
import { escapeText } from "../print/escape.ts";
import { objectName } from "../print/structured.ts";
import { type OutputFlags, outputPrinter } from "./output.ts";
import type { DryRun } from "./write-flags.ts";

/** Shows what became of one object: `service/web created`, or the object in the format of -o. */
export type ResultPrinter = (object: KubeObject, operation: string) => void;

const SUFFIX: Record<DryRun, string> = { none: "", client: " (dry run)", server: " (server dry run)" };

/** The printer of results that the flags ask for. `isTyped`: JSON in the order of the Go types, as of objects made from flags. */
export async function resultPrinter(
  flags: OutputFlags,
  dryRun: DryRun,
  context: Context,
  isTyped = false,
): Promise<ResultPrinter> {
  const { io } = context;
  const print = await outputPrinter(flags, context, isTyped);
  if (print) return (object) => io.out(print(isTyped ? inTypeOrder(object) : object));
  return (object, operation) => io.out(`${escapeText(`${objectName(object)} ${operation}`)}${SUFFIX[dryRun]}\n`);
}
