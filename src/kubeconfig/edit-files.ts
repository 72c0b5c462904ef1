import { readFile } from "node:fs/promises";

import { CliError } from "../errors.ts";
import { editText, type Settled } from "./edit.ts";
import type { Change, Section } from "./files.ts";
import { withLock } from "./lock-file.ts";
import { type LoadedFile, originOf, SECTIONS } from "./merge.ts";
import { parseKubeconfig } from "./parse.ts";
import { pathFrom } from "./paths.ts";
import { replaceFile } from "./replace-file.ts";
import { fileReason } from "./file-reason.ts";

/**
 * Makes each change in the file that kubectl would change: an entry's own, else `defaultPath`. Every file is locked,
 * read anew, changed and replaced as a whole. Returns the paths of the files that were written.
 */
export async function editFiles(
  changes: readonly Change[],
  loaded: readonly LoadedFile[],
  defaultPath: string,
): Promise<string[]> {
  const byPath = new Map<string, Change[]>();
  for (const change of changes) {
    const path = fileOf(change, loaded) ?? defaultPath;
    byPath.set(path, [...(byPath.get(path) ?? []), change]);
  }
  // always in the same order, so that two programs cannot wait for each other
  const paths = [...byPath.keys()].toSorted();
  for (const path of paths) {
    await withLock(path, async () => {
      const before = await readFile(path, "utf8").catch(emptyIfMissing);
      parseKubeconfig(before, path);
      const settled = await Promise.all((byPath.get(path) ?? []).map((change) => settleFile(change, path)));
      const after = edited(before, settled.flat(), path);
      if (after !== before) await replaceFile(path, after);
    });
  }
  return paths;
}

function edited(text: string, changes: readonly Settled[], path: string): string {
  try {
    return editText(text, changes);
  } catch (thrown) {
    throw thrown instanceof CliError ? thrown.prefixed(path) : thrown;
  }
}

function fileOf(
  { path: [first = "", name = ""], ...change }: Change,
  loaded: readonly LoadedFile[],
): string | undefined {
  if (Object.hasOwn(SECTIONS, first)) return originOf(loaded, first as Section, name);
  const clears = first === "current-context" && "value" in change && (change.value ?? "") === "";
  return clears ? loaded.find(({ config }) => config["current-context"])?.path : undefined;
}

/** A change that names a file, as changes of fields: its path beside the kubeconfig, or its content. */
async function settleFile(change: Change, kubeconfig: string): Promise<Settled[]> {
  if (!("file" in change)) return [change];
  const [section, name, field] = change.path;
  const [asPath, asData] = [
    [section, name, field],
    [section, name, `${field}-data`],
  ] as const;
  if (!change.embed) {
    return [
      { path: asPath, value: pathFrom(kubeconfig, change.file) },
      { path: asData, value: undefined },
    ];
  }
  return [
    { path: asPath, value: undefined },
    { path: asData, value: (await contentOf(change.file, field)).toString("base64") },
  ];
}

async function contentOf(file: string, field: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (thrown) {
    const reason = fileReason(thrown);
    throw new CliError(`could not stat ${field} file ${file}: stat ${file}: ${reason}`, { cause: thrown });
  }
}

function emptyIfMissing(thrown: NodeJS.ErrnoException): string {
  if (thrown.code === "ENOENT") return "";
  throw thrown;
}
