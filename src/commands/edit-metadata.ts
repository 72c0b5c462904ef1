import { type Command } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode, UsageError } from "../errors.ts";
import type { Cluster, WriteOptions } from "../kube/client.ts";
import { applyEdits, type EditKind, type Edits, overwrittenBy } from "../model/label-edits.ts";
import { asMap, type JsonMap } from "../model/json-value.ts";
import { createMergePatch } from "../model/merge-patch.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { escapeText } from "../print/escape.ts";
import type { Scope, ScopeFlags } from "./flags.ts";
import type { OutputFlags } from "./output.ts";
import { type DryRun, type DryRunFlags, type FileFlags, withWriting } from "./write-flags.ts";
import { offlineTargets } from "./write-manifests.ts";
import { type ResultPrinter, resultPrinter } from "./write-result.ts";
import { forEachTarget, type Found, type Target } from "./write-target.ts";
import { findTargets } from "./write-targets.ts";

/** The flags that label and annotate share. */
export interface EditFlags extends ScopeFlags, OutputFlags, DryRunFlags, FileFlags {
  overwrite?: boolean;
  list?: boolean;
  local?: boolean;
  all?: boolean;
  selector?: string;
  fieldSelector?: string;
  resourceVersion?: string;
  fieldManager: string;
}

/** Adds the flags that label and annotate share. `kind` is what they edit. */
export function withEditFlags(command: Command, kind: EditKind, manager: string): Command {
  command
    .option("--overwrite", `change ${kind}s that are there already`)
    .option("--list", `show the ${kind}s of the objects`)
    .option("--local", "change the objects of the files, and ask no cluster")
    .option("--all", "every object of the types, in the namespace")
    .option("-A, --all-namespaces", "in every namespace")
    .option("-l, --selector <selector>", "the objects that this label selector takes in")
    .option("--field-selector <selector>", "the objects that this field selector takes in")
    .option("--resource-version <version>", "change the object only if this is its current version");
  return withWriting(command, "with the objects to change", manager);
}

/** What label and annotate do differently. */
export interface EditRules {
  kind: EditKind;
  /** What the refusal to overwrite says. */
  refuseOverwrite(pairs: readonly [string, string][]): string;
  /** Keys that may always be overwritten. */
  overwritable: readonly string[];
  /** Whether a key to remove that is not there is told. */
  tellsMissing: boolean;
  /** The word behind the object's name: "labeled", "annotated". */
  outcome(before: KubeObject, after: KubeObject): string;
}

export interface EditOptions {
  resources: readonly string[];
  edits: Edits;
  scope: Scope;
  filenames: readonly string[];
  recursive: boolean;
  selector: string | undefined;
  fieldSelector: string | undefined;
  all: boolean;
  overwrite: boolean;
  list: boolean;
  local: boolean;
  resourceVersion: string | undefined;
  dryRun: DryRun;
  write: WriteOptions;
  output: OutputFlags;
}

/** What editing one object after another shares. */
interface Work extends EditOptions {
  rules: EditRules;
  print: ResultPrinter;
  io: Context["io"];
  /** Undefined where the objects of files are changed and no cluster is asked. */
  cluster: Cluster | undefined;
  /** Whether the command line names one object alone. */
  single: boolean;
}

export async function runEdit(options: EditOptions, rules: EditRules, context: Context): Promise<void> {
  const { local, scope, dryRun, resourceVersion } = options;
  const print = await resultPrinter(options.output, dryRun, context);
  const cluster = local ? undefined : await context.connect(scope.connect);
  const found = await findObjects(options, cluster, context);
  const { filenames, all, selector, fieldSelector } = options;
  // one object on standard input may be followed by others, as kubectl sees it
  const single = found.length === 1 && !filenames.includes("-") && !all && !selector && !fieldSelector;
  if (resourceVersion !== undefined && !single) {
    throw new UsageError("--resource-version may only be used with a single resource");
  }
  const work: Work = { ...options, rules, print, io: context.io, cluster, single };
  await forEachTarget(found, (target) => editOne(target, work));
}

async function findObjects(options: EditOptions, cluster: Cluster | undefined, context: Context): Promise<Found[]> {
  const request = { ...options, words: options.resources };
  if (cluster) return findTargets({ ...request, all: options.all && options.resources.length === 1 }, cluster, context);
  return offlineTargets(request, context);
}

async function editOne(target: Target, work: Work): Promise<void> {
  const { rules, edits, list, cluster, dryRun, overwrite } = work;
  const before = await readLatest(target, cluster);
  const sends = cluster !== undefined && dryRun !== "client" && !list;
  if (sends && rules.tellsMissing) tellMissing(before, work);
  if (!overwrite) refuseOverwrites(before, work);
  const after = withMap(before, rules.kind, applyEdits(mapOf(before, rules.kind), edits));
  const written = sends ? await send(target, before, after, work, cluster) : after;
  if (list) return listPairs(written, work);
  work.print(rules.kind === "label" ? after : written, rules.outcome(before, after));
}

/** The object as the server has it now, also when a file named it; without a cluster the file's own. */
async function readLatest(
  { object, resource, ref, source }: Target,
  cluster: Cluster | undefined,
): Promise<KubeObject> {
  if (object && (!cluster || source === undefined)) return object;
  if (!cluster) return {};
  return cluster.get(resource, ref);
}

const MAPS = { label: "labels", annotation: "annotations" } as const;

const mapOf = (object: KubeObject, kind: EditKind) => object.metadata?.[MAPS[kind]];

const withMap = (object: KubeObject, kind: EditKind, map: Record<string, string>): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, [MAPS[kind]]: map },
});

function tellMissing(object: KubeObject, { rules, edits, io }: Work): void {
  const map = mapOf(object, rules.kind) ?? {};
  for (const key of edits.remove)
    if (!Object.hasOwn(map, key)) io.out(`${escapeText(`${rules.kind} ${JSON.stringify(key)} not found.`)}\n`);
}

function refuseOverwrites(object: KubeObject, { rules, edits }: Work): void {
  const pairs = overwrittenBy(mapOf(object, rules.kind), edits);
  const refused = pairs.filter(([key]) => !rules.overwritable.includes(key));
  if (refused.length > 0) throw new CliError(rules.refuseOverwrite(refused), { exitCode: ExitCode.conflict });
}

async function send(
  { resource, ref }: Target,
  before: KubeObject,
  after: KubeObject,
  { resourceVersion, write, dryRun }: Work,
  cluster: Cluster,
): Promise<KubeObject> {
  const patch = createMergePatch(asMap(before), asMap(after));
  const { metadata } = patch;
  const locked =
    resourceVersion === undefined ? patch : { ...patch, metadata: { ...(metadata as JsonMap), resourceVersion } };
  return cluster.patch(resource, ref, locked, { ...write, type: "merge", dryRun: dryRun === "server" });
}

function listPairs(object: KubeObject, { rules, io, single }: Work): void {
  const [group = "", version] = (object.apiVersion ?? "").split("/");
  const name = `${object.kind}.${version === undefined ? "" : group}/${object.metadata?.name}`;
  const heading = single ? [] : [`Listing ${rules.kind}s for ${name}:`];
  const pairs = Object.entries(mapOf(object, rules.kind) ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = [...heading, ...pairs.map(([key, value]) => `${single ? "" : " "}${key}=${value}`)];
  io.out(lines.map((line) => `${escapeText(line)}\n`).join(""));
}
