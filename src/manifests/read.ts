import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";

import { CliError, ExitCode, throwCollected, UsageError } from "../errors.ts";
import { download, isUrl, withoutPassword } from "./download.ts";
import { fileErrorWords } from "./file-error.ts";
import { MOST_BYTES } from "./limits.ts";
import { objectsOf } from "./objects.ts";
import { type Document, parseDocuments } from "./parse.ts";
import { filesOf } from "./paths.ts";
import { DataError } from "./plain-data.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { readStream, tooLarge } from "./read-stream.ts";
import type { Manifest, ManifestSource } from "./source.ts";

/** What reading manifests needs of the outside world. */
export interface ReadWorld {
  stdin(): Promise<Buffer>;
  signal: AbortSignal;
}

/**
 * Reads the objects of files, folders, patterns, URLs and standard input, in the order named. Everything is read before
 * anything is returned; a document that is no object does not keep the others of its file back. Rejects with a CliError,
 * or with all failures together.
 */
export async function readManifests(source: ManifestSource, world: ReadWorld): Promise<Manifest[]> {
  const { filenames, recursive = false, validates = true } = source;
  const failures: CliError[] = [];
  const collect = source.onFailure ?? ((failure: CliError) => void failures.push(failure));
  const manifests: Manifest[] = [];
  for (const input of await findInputs(filenames, recursive, world)) {
    const documents = await attempt(() => readInput(input), collect);
    for (const document of documents ?? []) {
      const objects = await attempt(() => readDocument(document.value, input.name, validates), collect);
      for (const object of objects ?? []) manifests.push({ object, source: input.name, line: document.line });
    }
  }
  throwCollected(failures);
  return manifests;
}

/** Runs a step; a failure that the user can understand is collected, a bug goes on its way. */
async function attempt<Result>(
  step: () => Promise<Result> | Result,
  collect: (failure: CliError) => void,
): Promise<Result | undefined> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    collect(error);
    return undefined;
  }
}

/** One place to read from, and its name in messages. */
interface Input {
  name: string;
  read(): Promise<Uint8Array>;
}

async function findInputs(filenames: readonly string[], recursive: boolean, world: ReadWorld): Promise<Input[]> {
  if (filenames.filter((name) => name === "-").length > 1) {
    throw new UsageError("standard input cannot be used for multiple arguments");
  }
  const inputs = await Promise.all(
    filenames.map(async (name): Promise<Input[]> => {
      if (name === "-") return [{ name: "STDIN", read: () => world.stdin() }];
      if (isUrl(name)) return [{ name: withoutPassword(name), read: () => download(name, world.signal) }];
      const files = await filesOf(name, recursive);
      return files.map((file) => ({ name: file, read: () => readInputFile(file) }));
    }),
  );
  return inputs.flat();
}

async function readInput({ name, read }: Input): Promise<Document[]> {
  const bytes = await read();
  if (bytes.length > MOST_BYTES) throw tooLarge(name);
  return explain(`error parsing ${name}: `, () => parseDocuments(bytes));
}

const readDocument = (document: unknown, source: string, validates: boolean): KubeObject[] =>
  explain("", () => objectsOf(document, source, validates));

/** Turns what is wrong with the data into an error of the user's. */
function explain<Result>(prefix: string, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new CliError(prefix + error.message, { exitCode: ExitCode.invalid, cause: error });
  }
}

async function readInputFile(path: string): Promise<Uint8Array> {
  try {
    const about = await stat(path);
    if (about.size > MOST_BYTES) throw tooLarge(path);
    // a pipe, a device or a file of /proc has no size, and perhaps no end
    return await (about.isFile() && about.size > 0 ? readFile(path) : readStream(createReadStream(path), path));
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`open ${path}: ${fileErrorWords(error) ?? String(error)}`, { cause: error });
  }
}
