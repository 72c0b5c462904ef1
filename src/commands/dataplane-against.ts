import type { Context } from "../context.ts";
import { CliError, ExitCode, SilentExit, throwCollected } from "../errors.ts";
import { judgeRules, recognizeFamilies, recognizeMode } from "../model/dataplane/against/against.ts";
import { writeRulesets } from "../model/dataplane/rulesets.ts";
import { againstSummary, againstText } from "../print/dataplane/against-text.ts";
import { toJson } from "../print/json.ts";
import type { DataplaneReading } from "./dataplane-read.ts";

/** Compares a node's own rules with what ought to be there. Ends with the exit code of findings when they differ. */
export async function runAgainst(
  file: string,
  { services, endpointSlices, settings, isWhole, failures }: DataplaneReading,
  asData: boolean,
  context: Pick<Context, "io" | "stdin" | "readTextFile">,
): Promise<void> {
  const text = await readRules(file, context);
  const mode = recognizeMode(text);
  if (mode === undefined) {
    const hint = "Use what iptables-save, nft list ruleset or ipvsadm -Ln prints on the node.";
    throw new CliError(`${file} holds no rules`, { exitCode: ExitCode.invalid, hint });
  }
  const rulesets = writeRulesets(
    { services, endpointSlices },
    recognizeFamilies(text, mode),
    { ...settings, mode },
    isWhole,
  );
  const names = services.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`);
  const unknown = settings.knowsInterfaces ? [] : ["set nodeport-ips"];
  const verdict = judgeRules(rulesets, text, { services: isWhole ? undefined : new Set(names), unknown });
  const isSame = verdict.differences.length === 0;
  if (asData) context.io.out(toJson(verdict));
  else if (!isSame) context.io.out(againstText(verdict, context.io));
  context.io.note(againstSummary(verdict));
  throwCollected(failures);
  if (!isSame) throw new SilentExit(ExitCode.findings);
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
