import { UsageError } from "../errors.ts";

/** What the words of a command line name: single objects, or types with a selector to come. */
export interface NamedWords {
  /** `TYPE/NAME`, and `TYPE NAME…` of one type. */
  objects: { type: string; name: string }[];
  /** Types alone: all their objects, or those that a selector takes in. */
  types: string[];
}

/**
 * Reads `TYPE NAME…`, `TYPE/NAME…`, `TYPE,TYPE NAME…` and `TYPE,TYPE` (cli-runtime's resource builder). Throws a
 * UsageError in kubectl's words.
 */
export function readWords(words: readonly string[]): NamedWords {
  const slashed = words.filter((word) => word.includes("/"));
  if (slashed.length > 0 && slashed.length < words.length) throw mixedForms();
  if (slashed.length > 0) return { objects: slashed.map(readPair), types: [] };
  const [first, ...names] = words;
  const types = first === undefined ? [] : [...new Set(first.split(","))];
  if (names.length === 0) return { objects: [], types };
  return { objects: types.flatMap((type) => names.map((name) => ({ type, name }))), types: [] };
}

function readPair(word: string): { type: string; name: string } {
  const [type = "", name = "", ...more] = word.split("/");
  if (more.length > 0) throw new UsageError("arguments in resource/name form may not have more than one slash");
  if (type === "" || name === "" || type.includes(",")) {
    throw new UsageError("arguments in resource/name form must have a single resource and name");
  }
  return { type, name };
}

const mixedForms = () =>
  new UsageError(
    "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form " +
      "(e.g. 'svcctl get resource/<resource_name>' instead of 'svcctl get resource resource/<resource_name>'",
  );

/** kubectl's answer to a command line that names nothing. */
export const nothingNamed = () =>
  new UsageError(
    "You must provide one or more resources by argument or filename.\n" +
      "Example resource specifications include:\n" +
      "   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'",
  );
