import { CliError, ExitCode, settleAll } from "../errors.ts";
import type { Cluster, KubeList, ListQuery, Resource, Table, TableQuery } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { itemsOf } from "../print/structured.ts";
import type { GetOptions } from "./get-flags.ts";
import type { Planned, Read } from "./get-plan.ts";

/** What the reads gave, in their order, and what failed. */
export interface Answers<Answer> {
  answers: { resource: Resource; answer: Answer }[];
  failures: CliError[];
}

/** Asks everything at once. What failed does not keep the rest back; a failure that is no CliError ends all. */
export async function readAll<Answer>(
  reads: readonly Planned[],
  { ignoreNotFound }: Pick<GetOptions, "ignoreNotFound">,
  ask: (read: Read) => Promise<Answer>,
): Promise<Answers<Answer>> {
  const { done: answers, failures } = await settleAll(
    reads.map(async (read) => {
      if (read instanceof CliError) throw read;
      return { resource: read.resource, answer: await ask(read) };
    }),
  );
  return {
    answers,
    failures: failures.filter(({ exitCode }) => !ignoreNotFound || exitCode !== ExitCode.notFound),
  };
}

/** The server's table for one object or a list. */
export async function readTable(
  { resource, ref, query, subresource, keeps }: Read,
  includeObject: TableQuery["includeObject"],
  cluster: Cluster,
): Promise<Table> {
  if (ref) return cluster.getTable(resource, ref, includeObject, subresource);
  const asked = { ...query, includeObject: keeps ? "Object" : includeObject } as const;
  const table = await explaining(cluster.listTable(resource, asked), resource, query);
  return keeps ? { ...table, rows: table.rows.filter(({ object }) => object && keeps(object)) } : table;
}

/** One object, or a list of them. */
export async function readObjects(
  { resource, ref, query, subresource, keeps }: Read,
  cluster: Cluster,
): Promise<KubeObject | KubeList> {
  if (ref) return cluster.get(resource, ref, subresource);
  const list = await explaining(cluster.list(resource, query), resource, query);
  return keeps ? { ...list, items: list.items.filter(keeps) } : list;
}

/** What `keep` makes of one object, or of each in a list. */
export async function readKept<Kept>(
  { resource, ref, query, subresource, keeps }: Read,
  keep: (object: KubeObject) => Kept,
  cluster: Cluster,
): Promise<Kept[]> {
  if (ref) return itemsOf(await cluster.get(resource, ref, subresource)).map(keep);
  const chosen = (object: KubeObject): Kept[] => (!keeps || keeps(object) ? [keep(object)] : []);
  return (await explaining(cluster.listKept(resource, query, chosen), resource, query)).flat();
}

/** Puts before a refusal of a list what was asked for, as kubectl does. */
async function explaining<Answer>(list: Promise<Answer>, resource: Resource, query: ListQuery): Promise<Answer> {
  return list.catch((error: unknown) => {
    const reason = error instanceof CliError && "reason" in error ? error.reason : undefined;
    if (!(error instanceof CliError) || (reason !== "BadRequest" && reason !== "NotFound")) throw error;
    throw error.prefixed(describeList(resource, query));
  });
}

function describeList(
  { group, version, plural }: Resource,
  { labelSelector = "", fieldSelector = "" }: ListQuery,
): string {
  const what = JSON.stringify(`${group}/${version}, Resource=${plural}`);
  if (labelSelector === "" && fieldSelector === "") return `Unable to list ${what}`;
  const selectors = `label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
  return `Unable to find ${what} that match ${selectors}`;
}
