import type { NftChain, NftElement, NftSet, NftTable } from "../../model/dataplane/nftables-table.ts";
import { escapeText } from "../escape.ts";

/** A table as `nft list ruleset` prints it, an element on each line. */
export function nftablesText({ family, name, comment, sets, chains }: NftTable): string {
  const blocks = [...sets.map(setLines), ...chains.map(chainLines)];
  const lines = [`table ${family} ${name} {`, `\tcomment "${comment}"`, ...parted(blocks), "}"];
  return escapeText(`${lines.join("\n")}\n`, { keepLines: true });
}

const parted = (blocks: readonly string[][]): string[] =>
  blocks.flatMap((block, at) => (at === 0 ? block : ["", ...block]));

function setLines({ kind, name, type, comment, properties = [], elements }: NftSet): string[] {
  const inner = [
    `type ${type}`,
    ...properties,
    ...(comment === undefined ? [] : [`comment "${comment}"`]),
    ...(elements.length === 0 ? [] : [`elements = { ${elements.map(elementText).join(",\n\t\t\t     ")} }`]),
  ];
  return [`\t${kind} ${name} {`, ...inner.map((line) => `\t\t${line}`), "\t}"];
}

function elementText({ key, value, comment }: NftElement): string {
  return `${key}${comment === undefined ? "" : ` comment "${comment}"`}${value === undefined ? "" : ` : ${value}`}`;
}

function chainLines({ name, hook, comment, rules }: NftChain): string[] {
  const inner = [
    ...(hook === undefined ? [] : [hook]),
    ...(comment === undefined ? [] : [`comment "${comment}"`]),
    ...rules,
  ];
  return [`\tchain ${name} {`, ...inner.map((line) => `\t\t${line}`), "\t}"];
}
