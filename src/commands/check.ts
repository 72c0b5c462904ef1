import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { ExitCode, SilentExit, throwCollected, UsageError } from "../errors.ts";
import type { Code } from "../model/finding-codes.ts";
import { checkServices, type Finding } from "../model/findings.ts";
import { matchesSelector, type Selector } from "../model/selector.ts";
import type { Service } from "../model/snapshot.ts";
import { isAtLeast, type Severity, severities } from "../model/severity.ts";
import { checkData, type CheckReport, tellFinding } from "../print/check-data.ts";
import { githubText } from "../print/check-github.ts";
import { junitText } from "../print/check-junit.ts";
import { sarifText } from "../print/check-sarif.ts";
import { printReport, type ReportLook } from "../print/check-table.ts";
import { toJson } from "../print/json.ts";
import { toYaml } from "../print/yaml.ts";
import { VERSION } from "../version.ts";
import { readCode, runExplain, runList } from "./check-codes.ts";
import { type CheckReading, readCluster, readFiles } from "./check-read.ts";
import { type Scope, type ScopeFlags, slice, toScope, withScope } from "./flags.ts";
import { withNotes } from "./help-notes.ts";
import { nothingFoundIn } from "./nothing-found.ts";
import { pickServices } from "./service-files.ts";
import { serviceNames } from "./service-names.ts";
import { type FileFlags, readFilenames, withFiles } from "./write-flags.ts";
import { readSelector } from "./write-manifests.ts";

interface CheckFlags extends ScopeFlags, FileFlags {
  selector?: string;
  output: keyof typeof printers;
  failOn: Severity | "never";
  ignore?: string[];
  showSilenced?: boolean;
  list?: boolean;
  explain?: string;
}

export interface CheckOptions {
  scope: Scope;
  /** Only these Services; empty: all. */
  names: readonly string[];
  /** -l: only Services that carry these labels. */
  selector: Selector;
  /** -f: files instead of a cluster; empty: the cluster. */
  filenames: readonly string[];
  recursive: boolean;
  output: keyof typeof printers;
  /** The mildest severity that ends in exit code 9. */
  failOn: Severity | "never";
  ignored: readonly Code[];
  showSilenced: boolean;
}

/** What printers need to know beside the report. */
interface CheckLook extends ReportLook {
  failOn: CheckOptions["failOn"];
}

const printers = {
  table: printReport,
  json: (report: CheckReport) => toJson(checkData(report)),
  yaml: (report: CheckReport) => toYaml(checkData(report)),
  sarif: (report: CheckReport) => sarifText(report, VERSION),
  junit: (report: CheckReport, { failOn }: CheckLook) => junitText(report, failOn),
  github: githubText,
};

/** `check`: what is wrong with Services, in a cluster or in files. */
export function checkCommand(context: Context): Command {
  return withNotes(withFiles(withScope(new Command("check")), "to check instead of a cluster"), HELP)
    .description("Find what is wrong with Services: in a cluster, or in files before they get there.")
    .argument("[service...]", "only these Services")
    .option("-A, --all-namespaces", "in every namespace")
    .option("-l, --selector <selector>", "only Services whose labels this selector takes in")
    .addOption(
      new Option("-o, --output <format>", "sarif, junit and github are for CI")
        .choices(Object.keys(printers))
        .default("table"),
    )
    .addOption(
      new Option("--fail-on <severity>", "end with exit code 9 when something as bad as this is found")
        .choices([...severities, "never"])
        .default("error"),
    )
    .addOption(new Option("--ignore <code>", "leave a code out; repeatable").argParser(slice))
    .option("--show-silenced", "show what annotations silence, too")
    .option("--list", "show every code")
    .option("--explain <code>", "tell what a code means, with examples")
    .action((names: string[], flags: CheckFlags) => {
      if (flags.list) return runList(flags.output, context);
      if (flags.explain !== undefined) return runExplain(readCode(flags.explain), context);
      return runCheck(toOptions(names, flags), context);
    });
}

const HELP = `
With -f nothing is asked of a cluster: the files stand for all there is, and each workload's template for its Pods, taken
to be ready.

An annotation silences a code on its object and says why: svcctl.dev/ignore.SVC020: "one is enough here".`;

function toOptions(names: readonly string[], flags: CheckFlags): CheckOptions {
  const { output, failOn, ignore = [], showSilenced = false, recursive = false } = flags;
  if (names.length > 0 && flags.selector) throw new UsageError("name cannot be provided when a selector is specified");
  if (names.length > 0 && flags.allNamespaces)
    throw new UsageError("a resource cannot be retrieved by name across all namespaces");
  return {
    scope: toScope(flags),
    names: serviceNames(names, "check"),
    selector: readSelector(flags.selector),
    filenames: readFilenames(flags),
    recursive,
    output,
    failOn,
    ignored: ignore.map(readCode),
    showSilenced,
  };
}

/** Checks Services and prints what is found. Throws a SilentExit of code 9 for what is as bad as --fail-on says. */
export async function runCheck(options: CheckOptions, context: Context): Promise<void> {
  const { io, now } = context;
  const { scope, filenames, output, failOn } = options;
  const reading = filenames.length > 0 ? await readFiles(options, context) : await readCluster(scope, context);
  const { picked, failures } = pick(reading, options);
  const found = checkServices(reading.input, reading.namespace, now());
  const report = reportOf(wanted(found.findings, picked, options), picked, reading, scope);
  if (picked.length === 0 && report.findings.length === 0 && output === "table") {
    if (failures.length === 0) io.note(nothingFoundIn(reading.namespace));
  } else io.out(printers[output](report, { ...io, ...options }));
  throwCollected(failures);
  if (failOn !== "never" && report.findings.some(({ severity }) => isAtLeast(severity, failOn)))
    throw new SilentExit(ExitCode.findings);
}

/** The Services that names, -l and (among files) -n choose. */
function pick({ input, namespace }: CheckReading, { names, selector, scope }: CheckOptions) {
  const labelled = input.snapshot.services.filter(({ metadata }) => matchesSelector(selector, metadata?.labels));
  const place = input.fromFiles ? undefined : `namespace ${namespace}`;
  return pickServices(labelled, names, namespace ?? scope.namespace, place);
}

/** Without a choice of Services also what concerns none that is there. */
function wanted(
  findings: readonly Finding[],
  picked: readonly Service[],
  { names, selector, ignored, scope }: CheckOptions,
): Finding[] {
  const keys = new Set(picked.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`));
  const isChosen = names.length > 0 || selector.length > 0;
  return findings.filter(({ code, services, subject }) => {
    // kube-proxy serves every namespace
    const isHere = subject.kind === "ConfigMap" || (scope.namespace ?? subject.namespace) === subject.namespace;
    if (ignored.includes(code) || !isHere) return false;
    return !isChosen || services.some(({ namespace, name }) => keys.has(`${namespace}/${name}`));
  });
}

function reportOf(
  findings: readonly Finding[],
  picked: readonly Service[],
  { placeOf }: CheckReading,
  { allNamespaces }: Scope,
): CheckReport {
  const told = findings.map((finding) => tellFinding(finding, placeOf(finding.subject)));
  const namespaces = new Set([
    ...picked.map(({ metadata }) => metadata?.namespace),
    ...findings.flatMap(({ subject }) => (subject.kind === "ConfigMap" ? [] : [subject.namespace])),
  ]);
  return {
    findings: told.filter(({ silenced }) => silenced === undefined),
    silenced: told.filter(({ silenced }) => silenced !== undefined),
    names: picked.map(({ metadata }) => ({ namespace: metadata?.namespace ?? "", name: metadata?.name ?? "" })),
    showNamespace: allNamespaces || namespaces.size > 1,
  };
}
