import { UsageError } from "../errors.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { goText } from "./go-text.ts";
import { type JsonPath, parseJsonPath, relaxedTemplate } from "./jsonpath/jsonpath.ts";
import type { ObjectPrinter } from "./output.ts";
import { missingTemplate, type Output } from "./output-format.ts";
import { itemsOf } from "./structured.ts";
import { type Look, tableWriter } from "./table.ts";

/**
 * The printer of -o custom-columns and custom-columns-file (its text, not its path): headers as typed, above the first
 * objects alone. Throws a UsageError in kubectl's words for a specification that is none.
 */
export function customColumnsPrinter(
  { format, argument }: Output,
  look: Look,
  options: { noHeaders: boolean },
): ObjectPrinter {
  const columns = format === "custom-columns-file" ? parseCustomColumnsFile(argument) : parseCustomColumns(argument);
  const writer = tableWriter(look);
  let headers = options.noHeaders ? undefined : columns.map(({ header }) => header);
  return (object: KubeObject) => {
    const rows = itemsOf(object).map((item) => customCells(columns, item));
    const text = writer.write(headers, rows);
    headers = undefined;
    return text;
  };
}

/** One column of -o custom-columns: its header as typed, and where its cells come from. */
interface CustomColumn {
  header: string;
  path: JsonPath;
}

/** Reads `NAME:.metadata.name,TYPE:.spec.type`. Throws a UsageError in kubectl's words. */
function parseCustomColumns(specification: string): CustomColumn[] {
  if (specification === "") throw missingTemplate("custom-columns");
  return specification.split(",").map((part) => {
    const colon = part.indexOf(":");
    if (colon < 0) {
      throw new UsageError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    return column(part.slice(0, colon), part.slice(colon + 1));
  });
}

/** Reads the text of -o custom-columns-file: one line of headers, one of paths, parted by spaces. */
function parseCustomColumnsFile(text: string): CustomColumn[] {
  const [first = "", second] = text.split("\n");
  const [headers, paths] = [wordsOf(first), wordsOf(second ?? "")];
  for (const [words, what] of [[headers, "header"] as const, [paths, "spec"] as const]) {
    if (words.length === 0) throw new UsageError(`invalid template, missing ${what} line. ${EXPECTED}`);
  }
  if (headers.length !== paths.length) {
    throw new UsageError(
      `number of headers (${headers.length}) and field specifications (${paths.length}) don't match`,
    );
  }
  return headers.map((header, at) => column(header, paths[at] ?? ""));
}

const EXPECTED = "Expected format is one line of space separated headers, one line of space separated column specs.";

const wordsOf = (line: string): string[] => line.split(/\s+/).filter((word) => word !== "");

const column = (header: string, path: string): CustomColumn => ({ header, path: parseJsonPath(relaxedTemplate(path)) });

/** The cells of one object: all that a path finds, joined by commas; `<none>` where it finds nothing. */
function customCells(columns: readonly CustomColumn[], object: unknown): string[] {
  return columns.map(({ path }) => {
    const found = path.find(object, { allowMissingKeys: true });
    return found[0] === undefined || found[0].length === 0 ? "<none>" : found.flat().map(goText).join(",");
  });
}
