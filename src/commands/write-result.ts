import type { Context } from "../context.ts";
import { groupOf } from "../model/pod-template.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { escapeText } from "../print/escape.ts";
import { type OutputFlags, outputPrinter } from "./output.ts";
import type { DryRun } from "./write-flags.ts";

/** Shows what became of one object: `service/web created`, or the object in the format of -o. */
export type ResultPrinter = (object: KubeObject, operation: string) => void;

const SUFFIX: Record<DryRun, string> = { none: "", client: " (dry run)", server: " (server dry run)" };

/** The printer of results that the flags ask for. */
export async function resultPrinter(flags: OutputFlags, dryRun: DryRun, context: Context): Promise<ResultPrinter> {
  const { io } = context;
  const print = await outputPrinter(flags, context);
  if (!print)
    return (object, operation) => io.out(escapeText(`${nameOf(object)} ${operation}`) + `${SUFFIX[dryRun]}\n`);
  const separates = flags.output === "yaml";
  let printed = 0;
  return (object) => io.out((printed++ > 0 && separates ? "---\n" : "") + print(object));
}

/** `service/web`, `deployment.apps/web`: an object as kubectl names it. */
export function nameOf(object: KubeObject): string {
  return `${kindName(object)}/${object.metadata?.name || "<unknown>"}`;
}

/** `service`, `deployment.apps`: a kind as kubectl names it in results. */
export function kindName({ apiVersion = "", kind = "" }: KubeObject): string {
  const group = groupOf(apiVersion);
  return (group === "" ? kind : `${kind}.${group}`).toLowerCase();
}
