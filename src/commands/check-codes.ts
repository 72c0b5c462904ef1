import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { Code } from "../model/finding-codes.ts";
import { codes, exampleFolder, isCode } from "../model/finding-kinds.ts";
import { codeList, codesData, explanation } from "../print/check-codes.ts";
import { toJson } from "../print/json.ts";
import { toYaml } from "../print/yaml.ts";

/** A code as it is typed, in small letters, too. Throws a UsageError for one that is none. */
export function readCode(word: string): Code {
  const code = word.trim().toUpperCase();
  if (isCode(code)) return code;
  throw new UsageError(`there is no code ${JSON.stringify(word)}`, "See 'svcctl check --list' for the codes.");
}

/** `check --list`: every code. */
export function runList(output: string, { io }: Pick<Context, "io">): void {
  const printers: Record<string, () => string> = {
    table: () => codeList(codes, io),
    json: () => toJson(codesData(codes)),
    yaml: () => toYaml(codesData(codes)),
  };
  const print = printers[output];
  if (!print) throw new UsageError(`--list prints a table, json or yaml, and cannot be used with -o ${output}`);
  io.out(print());
}

/** `check --explain CODE`: what a code means, with an example that shows it and one that does not. */
export async function runExplain(code: Code, { io, example }: Pick<Context, "io" | "example">): Promise<void> {
  const folder = exampleFolder(code);
  const [shows, healthy] = await Promise.all([example(`${folder}/shows.yaml`), example(`${folder}/healthy.yaml`)]);
  io.out(explanation(code, { folder, shows, healthy }, io));
}
