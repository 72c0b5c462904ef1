import { ConnectionError } from "./connection-error.ts";
import type { KubeList, Resource, Table } from "./client.ts";
import { objectsIn } from "./parse-answer.ts";
import { apiVersionOf } from "./resources.ts";
import { StatusError } from "./status.ts";

/** kubectl's --chunk-size. */
export const CHUNK_SIZE = 500;

type Page = Pick<KubeList | Table, "metadata">;

/**
 * Reads a list page by page and hands back all pages. When a continue token has expired (410), what was read belongs to
 * a state that is gone: the list is read again, whole and at once, so that nothing is seen twice or missed. Throws a
 * ConnectionError when a token comes twice: such a list has no end.
 *
 * @param fetchPage asks for one page; a limit of 0 asks for everything
 */
export async function readPages<T extends Page>(
  fetchPage: (limit: number, token: string | undefined) => Promise<T>,
  chunkSize = CHUNK_SIZE,
): Promise<T[]> {
  const pages = [await fetchPage(chunkSize, undefined)];
  const seen = new Set<string>();
  for (let token = tokenOf(pages[0]); token !== undefined; token = tokenOf(pages.at(-1))) {
    if (seen.has(token)) throw new ConnectionError("error: the server's list has no end: a continue token came twice");
    seen.add(token);
    try {
      pages.push(await fetchPage(chunkSize, token));
    } catch (thrown) {
      if (thrown instanceof StatusError && thrown.code === 410) return [await fetchPage(0, undefined)];
      throw thrown;
    }
  }
  return pages;
}

const tokenOf = (page: Page | undefined): string | undefined => page?.metadata?.continue || undefined;

/** One list of several pages. Typed lists leave apiVersion and kind out of their items: they are put back in front. */
export function joinLists(pages: readonly KubeList[], resource: Resource): KubeList {
  const common = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  const items = pages.flatMap((page) => objectsIn(page.items)).map((item) => ({ ...common, ...item }));
  return { ...pages[0], metadata: withoutPaging(pages), items };
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
