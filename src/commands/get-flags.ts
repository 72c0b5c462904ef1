import { type Command, Option } from "commander";

import { UsageError } from "../errors.ts";
import { integer, type Scope, type ScopeFlags, slice, toScope } from "./flags.ts";
import type { OutputFlags } from "./output.ts";
import { type FileFlags, readFilenames, withFiles } from "./write-flags.ts";

export const SERVICE_TYPES = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"] as const;

/** The raw values of get's flags, as commander names them. */
export interface GetFlags extends ScopeFlags, OutputFlags, FileFlags {
  selector?: string;
  fieldSelector?: string;
  type?: string;
  labelColumns?: string[];
  showLabels?: boolean;
  showKind?: boolean;
  headers?: boolean;
  sortBy?: string;
  ignoreNotFound?: boolean;
  chunkSize: number;
  subresource?: string;
  serverPrint: boolean;
  raw?: string;
  watch?: boolean;
  watchOnly?: boolean;
  outputWatchEvents?: boolean;
}

/** What get is asked for. */
export interface GetOptions {
  scope: Scope;
  words: readonly string[];
  filenames: readonly string[];
  recursive: boolean;
  selector: string | undefined;
  fieldSelector: string | undefined;
  /** --type: only Services have one. Stands in `fieldSelector`, too. */
  type: string | undefined;
  labelColumns: readonly string[];
  showLabels: boolean;
  showKind: boolean;
  noHeaders: boolean;
  sortBy: string | undefined;
  ignoreNotFound: boolean;
  chunkSize: number;
  subresource: string | undefined;
  serverPrint: boolean;
  raw: string | undefined;
  watch: boolean;
  watchOnly: boolean;
  outputWatchEvents: boolean;
  outputFlags: OutputFlags;
}

/** Adds get's own flags. */
export function withGetFlags(command: Command): Command {
  return withFiles(command, "with the objects to show")
    .option("-A, --all-namespaces", "in every namespace")
    .option("-l, --selector <selector>", "only objects whose labels this selector takes in")
    .option("--field-selector <selector>", "only objects whose fields this selector takes in")
    .addOption(new Option("--type <type>", "only Services of this type").choices(SERVICE_TYPES))
    .addOption(new Option("-L, --label-columns <labels>", "labels that get a column each; repeatable").argParser(slice))
    .option("--show-labels", "all labels, in a last column")
    .option("--show-kind", "the kind before each name")
    .option("--no-headers", "no header lines")
    .option("--sort-by <path>", "sort by the field that this JSONPath finds")
    .option("--ignore-not-found", "be silent about objects that do not exist")
    .addOption(chunkSize())
    .option("--subresource <name>", "show this subresource of the named objects: status, scale, resize")
    .option("--server-print", "let the server make the table", true)
    .option("--raw <path>", "show what the server answers at this path")
    .option("-w, --watch", "after that, show what changes")
    .option("--watch-only", "show only what changes")
    .option("--output-watch-events", "show with each change whether it added, modified or deleted");
}

const chunkSize = (): Option =>
  new Option("--chunk-size <number>", "how many objects to ask for at once; 0 asks for all")
    .argParser(integer("chunk-size"))
    .default(500);

/** Checks the flags against each other. Throws a UsageError in kubectl's words. */
export function toGetOptions(words: readonly string[], flags: GetFlags): GetOptions {
  checkFlags(words, flags);
  const types = flags.type === undefined ? [] : [`spec.type=${flags.type}`];
  const fieldSelector = [...(flags.fieldSelector ? [flags.fieldSelector] : []), ...types].join(",");
  return {
    scope: toScope(flags),
    words,
    filenames: readFilenames(flags),
    recursive: flags.recursive ?? false,
    selector: flags.selector?.trim() || undefined,
    fieldSelector: fieldSelector || undefined,
    type: flags.type,
    labelColumns: flags.labelColumns ?? [],
    showLabels: flags.showLabels ?? false,
    showKind: flags.showKind ?? false,
    noHeaders: flags.headers === false,
    sortBy: flags.sortBy || undefined,
    ignoreNotFound: flags.ignoreNotFound ?? false,
    chunkSize: flags.sortBy ? 0 : flags.chunkSize,
    subresource: flags.subresource || undefined,
    serverPrint: flags.serverPrint,
    raw: flags.raw || undefined,
    watch: flags.watch ?? false,
    watchOnly: flags.watchOnly ?? false,
    outputWatchEvents: flags.outputWatchEvents ?? false,
    outputFlags: flags,
  };
}

function checkFlags(words: readonly string[], flags: GetFlags): void {
  const watches = Boolean(flags.watch || flags.watchOnly);
  if (flags.raw) checkRaw(words, flags, watches);
  if (flags.showLabels && flags.output && flags.output !== "wide") {
    throw new UsageError(`--show-labels option cannot be used with ${flags.output} printer`);
  }
  if (flags.outputWatchEvents && !watches) {
    throw new UsageError("--output-watch-events option can only be used with --watch or --watch-only");
  }
}

function checkRaw(words: readonly string[], flags: GetFlags, watches: boolean): void {
  if (words.length > 0) throw new UsageError("arguments may not be passed when --raw is specified");
  if (watches || flags.selector) {
    throw new UsageError(
      "--raw may not be specified with other flags that filter the server request or alter the output",
    );
  }
  if (flags.output) throw new UsageError("--raw and --output are mutually exclusive");
  if (!flags.raw?.startsWith("/")) {
    throw new UsageError(`--raw must be a valid URL path: parse ${JSON.stringify(flags.raw)}: invalid URI for request`);
  }
}
