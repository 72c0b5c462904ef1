import { Command } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { escapeText } from "../print/escape.ts";
import { escapeJson } from "../print/json.ts";
import { toYaml } from "../print/yaml.ts";
import { VERSION } from "../version.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { readJson } from "./read-json.ts";

interface VersionFlags extends ScopeFlags {
  client?: boolean;
  output?: string;
}

export interface VersionOptions {
  scope: Scope;
  client: boolean;
  output: keyof typeof PRINTERS;
}

/** kubectl's version.Info: what a program says of itself. */
interface Info {
  major?: string;
  minor?: string;
  gitVersion?: string;
  [field: string]: unknown;
}

interface Versions {
  clientVersion: Info;
  serverVersion?: Info;
}

/** `version` */
export const versionCommand = (context: Context): Command =>
  withScope(new Command("version"))
    .description("Show the versions of svcctl and of the server.")
    .option("--client", "only svcctl's own version; no server is asked")
    .option("-o, --output <format>", "output format: json or yaml")
    .action((flags: VersionFlags) => {
      const { client = false, output = "" } = flags;
      if (!isPrinter(output)) throw new UsageError("--output must be 'yaml' or 'json'");
      return runVersion({ scope: toScope(flags), client, output }, context);
    });

const PRINTERS = {
  "": (versions: Versions) =>
    Object.entries({ "Client Version": versions.clientVersion, "Server Version": versions.serverVersion })
      .flatMap(([label, info]) => (info ? [`${label}: ${escapeText(String(info.gitVersion))}\n`] : []))
      .join(""),
  json: (versions: Versions) => `${escapeJson(JSON.stringify(versions, undefined, 2))}\n`,
  yaml: toYaml,
};

const isPrinter = (name: string): name is keyof typeof PRINTERS => Object.hasOwn(PRINTERS, name);

const [major, minor] = VERSION.split(".");
const CLIENT: Info = { major, minor, gitVersion: `v${VERSION}` };

/** Shows svcctl's version even when the server's cannot be had; then fails as the server's request did. */
export async function runVersion({ scope, client, output }: VersionOptions, { io, connect }: Context): Promise<void> {
  const print = PRINTERS[output];
  if (client) return io.out(print({ clientVersion: CLIENT }));
  const [server] = await Promise.allSettled([connect(scope.connect).then((cluster) => readJson(cluster, "/version"))]);
  io.out(print({ clientVersion: CLIENT, ...(server.status === "fulfilled" && { serverVersion: server.value }) }));
  if (server.status === "rejected") throw server.reason;
}
