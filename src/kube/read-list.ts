import type { KubeList, ListQuery, Resource, Table, TableQuery } from "./client.ts";
import { checkList } from "./check-shape.ts";
import { pageRequest } from "./object-requests.ts";
import { joinLists, joinTables, readPages } from "./pages.ts";
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
  const pages = await readPages<KubeList>(async (limit, token) => {
    const page = await send<KubeList>({ ...pageRequest(resource, query, { limit, token }), signal });
    checkList(page);
    return page;
  }, query.chunkSize);
  return joinLists(pages, resource);
}

/** A whole list as a Table, page by page; `now` gives ages where the server makes no tables. */
export async function readRows(
  send: Send,
  resource: Resource,
  query: TableQuery,
  { now, signal }: { now: Date; signal?: AbortSignal },
): Promise<Table> {
  const { includeObject } = query;
  const pages = await readPages(async (limit, token) => {
    const request = pageRequest(resource, query, { limit, token, includeObject });
    return toTable(await send<Record<string, unknown>>({ ...request, accept: TABLE_ACCEPT, signal }), now);
  }, query.chunkSize);
  return joinTables(pages);
}
