import { absolute, type DnsRecord } from "../model/dns-records.ts";

/** CoreDNS' own time to live for Services, in seconds. */
const TTL = 5;

/**
 * The records as a zone file (RFC 1035, section 5) that a DNS server loads. Reverse names belong to other zones: they
 * stand in it as comments.
 */
export function zoneFile(records: readonly DnsRecord[], zone: string): string {
  const origin = shown(absolute(zone));
  const inZone = records.filter(({ name }) => name === absolute(zone) || name.endsWith(`.${absolute(zone)}`));
  const others = records.filter((record) => !inZone.includes(record));
  const lines = [
    `$ORIGIN ${origin}`,
    `$TTL ${TTL}`,
    `@ IN SOA ns.dns.${origin} hostmaster.${origin} 1 7200 1800 86400 ${TTL}`,
    "@ IN NS localhost.",
    ...inZone.map(recordLine),
    ...(others.length === 0 ? [] : ["; in the zones in-addr.arpa and ip6.arpa:"]),
    ...others.map((record) => `; ${recordLine(record)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** Data of TXT records is quoted already; in that of others only names may hold what must be escaped. */
function recordLine({ name, type, data }: DnsRecord): string {
  const escaped = type === "TXT" ? data : data.split(" ").map(shown).join(" ");
  return `${shown(name)} IN ${type} ${escaped}`;
}

/** What is no letter, digit, hyphen, underscore, dot or colon is written as \DDD, byte by byte. */
function shown(text: string): string {
  return text.replace(/[^\w.:-]/gu, (character) =>
    [...new TextEncoder().encode(character)].map((byte) => `\\${String(byte).padStart(3, "0")}`).join(""),
  );
}
