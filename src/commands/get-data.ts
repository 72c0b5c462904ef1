import type { Io } from "../context.ts";
import { throwCollected } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { customColumnsPrinter } from "../print/custom-columns.ts";
import { listPrinter, type ListPrinter } from "../print/list-printer.ts";
import type { Output } from "../print/output-format.ts";
import { type ObjectPrinter, objectPrinter } from "../print/output.ts";
import { itemsOf, listOf } from "../print/structured.ts";
import type { GetOptions } from "./get-flags.ts";
import type { Planned } from "./get-plan.ts";
import { readAll, readKept, readObjects } from "./get-read.ts";
import { sortObjects } from "./get-sort.ts";

/** Shows what the reads give as data: one named object as itself, everything else as a List; then the failures. */
export async function getData(
  reads: readonly Planned[],
  options: GetOptions,
  output: Output,
  cluster: Cluster,
  io: Io,
): Promise<void> {
  const isSingle = reads.length === 1 && reads.every((read) => "ref" in read && read.ref !== undefined);
  const parts = isSingle || options.sortBy !== undefined ? undefined : listPrinter(output);
  if (parts) return printInParts(parts, reads, options, cluster, io);
  const print = dataPrinter(output, options, io);
  const { answers, failures } = await readAll(reads, options, (read) => readObjects(read, cluster));
  const objects = answers.flatMap(({ answer }) => itemsOf(answer as KubeObject));
  const isNothing = objects.length === 0 && (isSingle || options.ignoreNotFound);
  const [only] = objects;
  if (isSingle && only) io.out(print(only));
  else if (!isNothing) io.out(print(listOf(sortObjects(objects, options))));
  throwCollected(failures);
}

/** Holds of each object what is printed of it, and no more: a large list is there as text alone. */
async function printInParts(
  { item, whole }: ListPrinter,
  reads: readonly Planned[],
  options: GetOptions,
  cluster: Cluster,
  io: Io,
): Promise<void> {
  const { answers, failures } = await readAll(reads, options, (read) => readKept(read, item, cluster));
  const items = answers.flatMap(({ answer }) => answer);
  if (items.length > 0 || !options.ignoreNotFound) io.out(whole(items));
  throwCollected(failures);
}

/** The printer of everything that -o may ask for but tables. */
export function dataPrinter(output: Output, { noHeaders }: GetOptions, io: Io): ObjectPrinter {
  return output.format.startsWith("custom-columns")
    ? customColumnsPrinter(output, io, { noHeaders })
    : objectPrinter(output);
}
