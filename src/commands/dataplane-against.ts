import type { Context } from "../context.ts";
import { CliError, ExitCode, SilentExit, throwCollected } from "../errors.ts";
import { judgeRules } from "../model/dataplane/against/against.ts";
import {
  cutOff,
  leavesCommentsOut,
  onlyTable,
  recognizeFamilies,
  recognizeMode,
} from "../model/dataplane/against/recognize.ts";
import { familiesOf, writeRulesets } from "../model/dataplane/rulesets.ts";
import type { ProxyMode } from "../model/dataplane/settings.ts";
import { againstSummary, againstText } from "../print/dataplane/against-text.ts";
import { toJson } from "../print/json.ts";
import type { DataplaneReading } from "./dataplane-read.ts";

/** Compares a node's own rules with what ought to be there. Ends with the exit code of findings when they differ. */
export async function runAgainst(
  path: string,
  { services, endpointSlices, settings, knowsMode, isWhole, failures }: DataplaneReading,
  asData: boolean,
  context: Pick<Context, "io" | "stdin" | "readTextFile">,
): Promise<void> {
  const text = await readRules(path, context);
  const file = path === "-" ? "standard input" : path;
  const mode = checkText(text, file, knowsMode ? settings.mode : undefined);
  for (const remark of remarks(text, file, mode, knowsMode ? settings.mode : mode)) context.io.note(remark);
  const families = recognizeFamilies(text, mode, familiesOf(services));
  const ofNode = { ...settings, mode, ...(mode === "iptables" && { isLarge: leavesCommentsOut(text) }) };
  const rulesets = writeRulesets({ services, endpointSlices }, families, ofNode, isWhole);
  const names = services.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`);
  const unknown = settings.knowsInterfaces ? [] : ["set nodeport-ips"];
  const verdict = judgeRules(rulesets, text, { services: isWhole ? undefined : new Set(names), unknown });
  const isSame = verdict.differences.length === 0;
  if (asData) context.io.out(toJson({ expected: verdict.expected, differences: verdict.differences }));
  else if (!isSame) context.io.out(againstText(verdict, context.io));
  context.io.note(againstSummary(verdict));
  throwCollected(failures);
  if (!isSame) throw new SilentExit(ExitCode.findings);
}

/** The mode that a text is of. Throws a CliError for what no tool prints, or for what it had not printed to the end. */
function checkText(text: string, file: string, known: ProxyMode | undefined): ProxyMode {
  const isEmpty = text.trim() === "";
  const mode = recognizeMode(text) ?? (isEmpty ? known : undefined);
  if (mode === undefined) {
    const hint = `Use what iptables-save, nft list ruleset or ipvsadm -Ln prints on the node.${isEmpty ? " If that is nothing, say --mode." : ""}`;
    throw new CliError(`${file} holds no rules`, { exitCode: ExitCode.invalid, hint });
  }
  const cut = cutOff(text, mode);
  if (cut === undefined) return mode;
  const hint = "Take the rules of the node again, and all of them.";
  throw new CliError(`${file} is cut off: ${cut}`, { exitCode: ExitCode.invalid, hint });
}

function remarks(text: string, file: string, mode: ProxyMode, known: ProxyMode): string[] {
  const table = mode === "iptables" ? onlyTable(text) : undefined;
  return [
    ...(mode === known ? [] : [`${file} has the rules of ${mode} mode, but kube-proxy's mode is ${known}.`]),
    ...(table ? [`${file} has the table ${table} alone: others are not compared. iptables-save prints all.`] : []),
  ];
}

async function readRules(
  file: string,
  { stdin, readTextFile }: Pick<Context, "stdin" | "readTextFile">,
): Promise<string> {
  if (file === "-") return (await stdin()).toString("utf8");
  try {
    return await readTextFile(file);
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
