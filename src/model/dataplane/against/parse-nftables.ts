import type { NftChain, NftElement, NftSet, NftTable } from "../nftables-table.ts";
import { sticky } from "./items.ts";

/** Reads what `nft list ruleset` printed: kube-proxy's tables, those of others left out. */
export function parseNftables(text: string): NftTable[] {
  const tables: NftTable[] = [];
  let table: NftTable | undefined;
  for (const { indent, header, lines } of blocks(text)) {
    const [kind = "", name = "", third = ""] = header.split(" ");
    if (indent === 0) {
      const family = name === "ip6" ? "ip6" : "ip";
      table =
        kind === "table" && third === "kube-proxy"
          ? { family, name: third, comment: "", sets: [], chains: [] }
          : undefined;
      if (table) tables.push(table);
    } else if (kind === "chain") table?.chains.push(parseChain(name, lines));
    else if (kind === "set" || kind === "map") table?.sets.push(parseSet(kind, name, lines));
  }
  return tables;
}

interface Block {
  indent: number;
  header: string;
  lines: string[];
}

/** The tables, and in them the blocks of sets, maps and chains, each with its lines; elements joined to one line. */
function* blocks(text: string): Generator<Block> {
  let open: Block | undefined;
  for (const line of text.replace(/,[ \t]*\r?\n\s*/g, ", ").split("\n")) {
    // nft -a adds the handle of each rule
    const header = line.replace(/ # handle \d+\s*$/, "").trim();
    const opens = /^(?:table|chain|set|map) .*\{$/.test(header);
    if (opens && header.startsWith("table ")) yield { indent: 0, header: header.slice(0, -2), lines: [] };
    else if (opens) open = { indent: 1, header: header.slice(0, -2), lines: [] };
    else if (header === "}" && open) {
      yield open;
      open = undefined;
    } else if (header !== "") open?.lines.push(header);
  }
}

/** "service-HASH-shop/web/tcp/http" as "shop/web:http". */
function labelOf(text: string): string | undefined {
  const [, service, port] = /-[A-Z2-7]{8}-([^\s/]+\/[^\s/]+)\/(?:tcp|udp|sctp)\/([a-z0-9-]*)/.exec(text) ?? [];
  if (service === undefined) return undefined;
  return port === "" ? service : `${service}:${port}`;
}

function parseChain(name: string, lines: readonly string[]): NftChain {
  const hook = lines.find((line) => /^type \S+ hook /.test(line));
  const rules = lines.filter((line) => line !== hook && !line.startsWith("comment "));
  const [service, endpoint] = [labelOf(name), sticky(name)];
  return { name, rules, ...(hook && { hook }), ...(service && { service }), ...(endpoint && { endpoint }) };
}

function parseSet(kind: "set" | "map", name: string, lines: readonly string[]): NftSet {
  const line = (word: string) => lines.find((other) => other.startsWith(`${word} `));
  const elements = /^elements = \{ (.*) \}$/.exec(line("elements") ?? "")?.[1] ?? "";
  const common = { kind, name, type: line("type")?.slice("type ".length) ?? "" };
  if (!name.startsWith("affinity-"))
    return { ...common, elements: elements === "" ? [] : elements.split(", ").map(parseElement) };
  const properties = [line("size"), line("flags"), line("timeout")].flatMap((property) => property ?? []);
  const [service, endpoint] = [labelOf(name), sticky(name)];
  return { ...common, properties, elements: [], ...(service && { service }), ...(endpoint && { endpoint }) };
}

function parseElement(text: string): NftElement {
  const [, key = text, comment, value] = /^(.*?)(?: comment "([^"]*)")?(?: : (.*))?$/.exec(text) ?? [];
  const service = comment ?? labelOf(value ?? "");
  return {
    key,
    ...(value !== undefined && { value }),
    ...(comment !== undefined && { comment }),
    ...(service && { service }),
  };
}
