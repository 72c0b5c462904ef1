import { Command } from "commander";

import type { Context } from "../context.ts";
import { escapeText } from "../print/escape.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { readJson } from "./read-json.ts";

/** `api-versions` */
export const apiVersionsCommand = (context: Context): Command =>
  withScope(new Command("api-versions"))
    .description("Show the API versions that the server supports, as group/version.")
    .action((flags: ScopeFlags) => runApiVersions({ scope: toScope(flags) }, context));

export async function runApiVersions({ scope }: { scope: Scope }, { io, connect }: Context): Promise<void> {
  const cluster = await connect(scope.connect);
  const [core, named] = await Promise.all([readJson(cluster, "/api"), readJson(cluster, "/apis")]);
  const { versions } = core as { versions?: unknown };
  const { groups } = named as { groups?: unknown };
  const ofGroups = listOf(groups).flatMap((group) => listOf((group as { versions?: unknown } | null)?.versions));
  const all = [
    ...listOf(versions),
    ...ofGroups.map((each) => (each as { groupVersion?: unknown } | null)?.groupVersion),
  ];
  io.out(
    all
      .filter((version) => typeof version === "string")
      .toSorted()
      .map((version) => `${escapeText(version)}\n`)
      .join(""),
  );
}

/** The items of a list; what a server sends in its place has none. */
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
