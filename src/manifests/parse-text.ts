import { CliError, ExitCode } from "../errors.ts";
import { parseDocuments } from "./parse.ts";
import { DataError } from "./plain-data.ts";

/** The first document of a YAML or JSON text, as plain data. Throws a CliError in kubectl's words. */
export function parseText(text: string): unknown {
  try {
    return parseDocuments(Buffer.from(text))[0]?.value ?? null;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new CliError(error.message, { exitCode: ExitCode.invalid, cause: error });
  }
}
