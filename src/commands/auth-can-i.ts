import { Command } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode, SilentExit, UsageError } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { escapeText } from "../print/escape.ts";
import { formatTable } from "../print/table.ts";
import { compactRules, ruleCells, type RulesStatus } from "./access-rules.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { reviewOf, reviews } from "./review-resources.ts";

interface CanIFlags extends ScopeFlags {
  list?: boolean;
  headers?: boolean;
  quiet?: boolean;
  subresource?: string;
}

export interface CanIOptions {
  words: readonly string[];
  scope: Scope;
  list: boolean;
  headers: boolean;
  quiet: boolean;
  subresource: string;
}

/** `auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]` */
export const canICommand = (context: Context): Command =>
  withScope(new Command("can-i"))
    .description("Ask the server whether an action is allowed. Exit code 1 when it is not.")
    .usage("VERB [TYPE | TYPE/NAME | NONRESOURCEURL] [flags]")
    .argument("[words...]", "verb and resource")
    .option("-A, --all-namespaces", "ask about all namespaces")
    .option("--list", "show all allowed actions")
    .option("--no-headers", "with --list: print no headers")
    .option("-q, --quiet", "say nothing; the exit code tells")
    .option("--subresource <name>", "a subresource, such as log or scale")
    .action((words: string[], flags: CanIFlags) => {
      const { list = false, headers = true, quiet = false, subresource = "" } = flags;
      return runCanI({ words, scope: toScope(flags), list, headers, quiet, subresource }, context);
    });

export async function runCanI(options: CanIOptions, context: Context): Promise<void> {
  refuseContradictions(options);
  const cluster = await context.connect(options.scope.connect);
  return options.list ? listRules(options, cluster, context) : ask(options, cluster, context);
}

function refuseContradictions({ words, list, headers, quiet, scope, subresource }: CanIOptions): void {
  const [, target = ""] = words;
  if (list) {
    if (words.length > 0) throw new UsageError("list option must be specified with no arguments");
    if (quiet || scope.allNamespaces || subresource !== "") {
      throw new UsageError("list option can't be specified with neither quiet, all-namespaces nor subresource options");
    }
    return;
  }
  if (words.length !== 2) {
    throw new UsageError(
      "you must specify two arguments: verb resource or verb resource/resourceName.",
      "See 'svcctl auth can-i -h' for help and examples.",
    );
  }
  if (target.startsWith("/") && subresource !== "") {
    throw new UsageError("--subresource can not be used with NonResourceURL");
  }
  if (!headers) throw new UsageError("--no-headers cannot be set without --list specified");
}

async function listRules({ scope, headers }: CanIOptions, cluster: Cluster, { io }: Context): Promise<void> {
  const namespace = scope.namespace ?? cluster.namespace;
  const answer = await cluster.create(reviews.rules, reviewOf(reviews.rules, { namespace }));
  const status = (answer["status"] ?? {}) as RulesStatus;
  if (status.incomplete) {
    io.note(`Warning: the list may be incomplete: ${escapeText(status.evaluationError ?? "")}`);
  }
  // kubectl writes these headers in mixed case
  const heads = headers ? [["Resources", "Non-Resource URLs", "Resource Names", "Verbs"]] : [];
  io.out(formatTable(undefined, [...heads, ...compactRules(status).map(ruleCells)], io));
}

async function ask(options: CanIOptions, cluster: Cluster, { io }: Context): Promise<void> {
  const warn = (text: string) => io.note(`Warning: ${escapeText(text)}`);
  const answer = await cluster.create(reviews.access, reviewOf(reviews.access, await question(options, cluster, warn)));
  const { allowed = false, reason, evaluationError } = (answer["status"] ?? {}) as AccessStatus;
  const why = [reason, evaluationError].filter(Boolean).map((text) => ` - ${escapeText(String(text))}`);
  if (!options.quiet) io.out(allowed ? "yes\n" : `no${why.join("")}\n`);
  if (!allowed) throw new SilentExit(ExitCode.failed);
}

interface AccessStatus {
  allowed?: boolean;
  reason?: string;
  evaluationError?: string;
}

const RESOURCE_VERBS = new Set(
  "* get list watch create update patch delete deletecollection use bind impersonate approve sign escalate attest".split(
    " ",
  ),
);
const URL_VERBS = new Set("get put post head options delete patch *".split(" "));

/** The spec of a SelfSubjectAccessReview. */
async function question({ words, scope, subresource }: CanIOptions, cluster: Cluster, warn: (text: string) => void) {
  const [verb = "", target = ""] = words;
  if (!(target.startsWith("/") ? URL_VERBS : RESOURCE_VERBS).has(verb)) warn(`verb '${verb}' is not a known verb`);
  if (target.startsWith("/")) return { nonResourceAttributes: { verb, path: target } };
  const slash = target.indexOf("/");
  // kubectl takes short names in any case here
  const word = (slash < 0 ? target : target.slice(0, slash)).toLowerCase();
  const namespace = scope.allNamespaces ? undefined : (scope.namespace ?? cluster.namespace);
  const meant = await meaning(word, cluster, namespace !== undefined, warn);
  return {
    resourceAttributes: {
      verb,
      ...meant,
      ...(namespace !== undefined && { namespace }),
      ...(subresource !== "" && { subresource }),
      ...(slash >= 0 && { name: target.slice(slash + 1) }),
    },
  };
}

/** Names that the API server authorizes without serving them. */
const UNSERVED = new Set(["users", "groups"]);

/** Group, version and plural of a user's word; a word that nothing is called by is asked about as it stands. */
async function meaning(word: string, cluster: Cluster, namespaced: boolean, warn: (text: string) => void) {
  if (word === "*") return { resource: "*" };
  const found = await cluster.resource(word).catch((failure: unknown) => {
    if (failure instanceof CliError && failure.exitCode === ExitCode.notFound) return undefined;
    throw failure;
  });
  if (!found) {
    const [name, ...group] = word.split(".");
    const where = group.length === 0 ? "" : ` in group '${group.join(".")}'`;
    if (!UNSERVED.has(word)) warn(`the server doesn't have a resource type '${name}'${where}`);
    return { resource: word };
  }
  const { group, version, plural } = found;
  if (namespaced && !found.namespaced) {
    warn(`resource '${plural}' is not namespace scoped${group === "" ? "" : ` in group '${group}'`}`);
  }
  return { ...(group !== "" && { group }), version, resource: plural };
}
