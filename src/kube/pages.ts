import { ConnectionError } from "./connection-error.ts";
import type { KubeObject } from "../model/snapshot.ts";
import type { KubeList, Resource, Table } from "./client.ts";
import { objectsIn } from "./parse-answer.ts";
import { apiVersionOf } from "./resources.ts";
import { StatusError } from "./status.ts";

/** kubectl's --chunk-size. */
export const CHUNK_SIZE = 500;

type Page = Pick<KubeList | Table, "metadata">;

/**
 * Reads a list page by page and hands back what is kept of each. The next page is asked for before the one at hand is
 * dealt with. When a continue token has expired (410), what was read belongs to a state that is gone: the list is read
 * again, whole and at once, so that nothing is seen twice or missed. Throws a ConnectionError when a token comes twice:
 * such a list has no end.
 *
 * @param fetchPage asks for one page; a limit of 0 asks for everything
 */
export async function readPages<T extends Page, Kept>(
  fetchPage: (limit: number, token: string | undefined) => Promise<T>,
  keep: (page: T) => Kept,
  chunkSize = CHUNK_SIZE,
): Promise<Kept[]> {
  const seen = new Set<string>();
  const kept: Kept[] = [];
  let page: T | undefined = await fetchPage(chunkSize, undefined);
  while (page) {
    const token = tokenOf(page);
    if (token !== undefined && seen.has(token)) throw endless();
    if (token !== undefined) seen.add(token);
    const next = token === undefined ? undefined : fetchPage(chunkSize, token).catch((thrown: unknown) => ({ thrown }));
    kept.push(keep(page));
    const fetched: T | { thrown: unknown } | undefined = await next;
    if (fetched && "thrown" in fetched) {
      if (!isExpired(fetched.thrown)) throw fetched.thrown;
      return [keep(await fetchPage(0, undefined))];
    }
    page = fetched;
  }
  return kept;
}

const isExpired = (thrown: unknown): boolean => thrown instanceof StatusError && thrown.code === 410;

const endless = (): ConnectionError =>
  new ConnectionError("error: the server's list has no end: a continue token came twice");

const tokenOf = (page: Page | undefined): string | undefined => page?.metadata?.continue || undefined;

/** The objects of a page. Typed lists leave apiVersion and kind out of their items: they are put back in front. */
export function itemsOfPage({ items }: KubeList, resource: Resource): KubeObject[] {
  const common = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  return objectsIn(items).map((item) => ({ ...common, ...item }));
}

/** One list of several pages, at least one. */
export function joinLists(pages: readonly KubeList[]): KubeList {
  return { ...pages[0], metadata: withoutPaging(pages), items: pages.flatMap(({ items }) => items) };
}

/** One Table of several pages; at least one page. */
export function joinTables(pages: readonly Table[]): Table {
  const [first] = pages;
  return { ...(first as Table), metadata: withoutPaging(pages), rows: pages.flatMap(({ rows }) => rows) };
}

/** The metadata of the whole: every page of a list is of one resourceVersion. */
function withoutPaging(pages: readonly Page[]): Page["metadata"] {
  const { continue: _, remainingItemCount: __, ...metadata } = pages[0]?.metadata ?? {};
  return metadata;
}
