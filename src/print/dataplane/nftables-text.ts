import type { NftChain, NftElement, NftSet, NftTable } from "../../model/dataplane/nftables-table.ts";

/** The lines of a table that `nft list ruleset` prints, an element on each. */
export function* nftablesLines({ family, name, comment, sets, chains }: NftTable): Generator<string> {
  yield `table ${family} ${name} {\n`;
  yield `\tcomment "${comment}"\n`;
  let isFirst = true;
  for (const block of blocks(sets, chains)) {
    if (!isFirst) yield "\n";
    isFirst = false;
    yield* block;
  }
  yield "}\n";
}

function* blocks(sets: readonly NftSet[], chains: readonly NftChain[]): Generator<Iterable<string>> {
  for (const set of sets) yield setLines(set);
  for (const chain of chains) yield chainLines(chain);
}

function* setLines({ kind, name, type, comment, properties = [], elements }: NftSet): Generator<string> {
  yield `\t${kind} ${name} {\n`;
  yield `\t\ttype ${type}\n`;
  for (const property of properties) yield `\t\t${property}\n`;
  if (comment !== undefined) yield `\t\tcomment "${comment}"\n`;
  for (const [at, element] of elements.entries()) {
    const start = at === 0 ? "\t\telements = { " : "\t\t\t     ";
    yield `${start}${elementText(element)}${at === elements.length - 1 ? " }" : ","}\n`;
  }
  yield "\t}\n";
}

function elementText({ key, value, comment }: NftElement): string {
  return `${key}${comment === undefined ? "" : ` comment "${comment}"`}${value === undefined ? "" : ` : ${value}`}`;
}

function* chainLines({ name, hook, comment, rules }: NftChain): Generator<string> {
  yield `\tchain ${name} {\n`;
  if (hook !== undefined) yield `\t\t${hook}\n`;
  if (comment !== undefined) yield `\t\tcomment "${comment}"\n`;
  for (const rule of rules) yield `\t\t${rule}\n`;
  yield "\t}\n";
}
