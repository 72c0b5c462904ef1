import type { KubeObject } from "../model/snapshot.ts";
import type { KubeList, ListQuery, Resource, Table, TableQuery } from "./client.ts";
import { checkList, kindWithGroup } from "./check-shape.ts";
import { pageRequest } from "./object-requests.ts";
import { itemsOfPage, joinLists, joinTables, readPages } from "./pages.ts";
import { TABLE_ACCEPT, toTable } from "./table.ts";
import type { Request } from "./transport.ts";

/** Sends a request and reads its answer as a JSON object. */
export type Send = <T>(request: Request) => Promise<T>;

/** A whole list of objects, page by page. */
export async function readObjects(
  send: Send,
  resource: Resource,
  query: ListQuery,
  signal?: AbortSignal,
): Promise<KubeList> {
  const whole = (page: KubeList): KubeList => ({ ...page, items: itemsOfPage(page, resource) });
  return joinLists(await readPages(fetchObjects(send, resource, query, signal), whole, query.chunkSize));
}

/** A whole list of objects, of each of which only what `keep` makes of it is held until the list is whole. */
export async function readKept<Kept>(
  send: Send,
  resource: Resource,
  query: ListQuery,
  keep: (object: KubeObject) => Kept,
): Promise<Kept[]> {
  const kept = (page: KubeList): Kept[] => itemsOfPage(page, resource).map(keep);
  return (await readPages(fetchObjects(send, resource, query), kept, query.chunkSize)).flat();
}

const fetchObjects =
  (send: Send, resource: Resource, query: ListQuery, signal?: AbortSignal) =>
  async (limit: number, token: string | undefined): Promise<KubeList> => {
    const page = await send<KubeList>({ ...pageRequest(resource, query, { limit, token }), signal });
    checkList(page, kindWithGroup(resource.kind, resource.group));
    return page;
  };

/** A whole list as a Table, page by page; `now` gives ages where the server makes no tables. */
export async function readRows(
  send: Send,
  resource: Resource,
  query: TableQuery,
  { now, signal }: { now: Date; signal?: AbortSignal },
): Promise<Table> {
  const { includeObject } = query;
  const fetchPage = async (limit: number, token: string | undefined): Promise<Table> => {
    const request = pageRequest(resource, query, { limit, token, includeObject });
    return toTable(await send<Record<string, unknown>>({ ...request, accept: TABLE_ACCEPT, signal }), now);
  };
  return joinTables(await readPages(fetchPage, (page) => page, query.chunkSize));
}
