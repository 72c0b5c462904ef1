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
  const { versions = [] } = core as { versions?: string[] };
  const { groups = [] } = named as { groups?: { versions: { groupVersion: string }[] }[] };
  const all = [...versions, ...groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion))];
  io.out(
    all
      .toSorted()
      .map((version) => `${escapeText(version)}\n`)
      .join(""),
  );
}
