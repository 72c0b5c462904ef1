import { absolute, type DnsRecord } from "../model/dns-records.ts";

/** CoreDNS' own time to live for Services, in seconds. */
const TTL = 5;

/**
 * The records as a zone file (RFC 1035, section 5) that a DNS server loads. Reverse names belong to other zones: they
 * stand in it as comments.
 */
export function zoneFile(records: readonly DnsRecord[], zone: string): string {
  const origin = shown(absolute(zone));
  const isInZone = ({ name }: DnsRecord) => name === absolute(zone) || name.endsWith(`.${absolute(zone)}`);
  const inZone = records.filter(isInZone);
  const others = records.filter((record) => !isInZone(record));
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

function recordLine({ name, type, data }: DnsRecord): string {
  return `${shown(name)} IN ${type} ${dataText(type, data)}`;
}

const SRV_DATA = /^(\d+ \d+ \d+ )(.*)$/s;
const NAME_DATA = /^()(.*)$/s;

/** TXT data is svcctl's own. Of the others' only the name at the end may hold what must be escaped. */
function dataText(type: DnsRecord["type"], data: string): string {
  if (type === "TXT") return data;
  const [, numbers = "", name = ""] = (type === "SRV" ? SRV_DATA : NAME_DATA).exec(data) ?? [];
  return numbers + shown(name);
}

/** What is no letter, digit, hyphen, underscore, dot or colon is written as \DDD, byte by byte. */
function shown(text: string): string {
  return text.replace(/[^\w.:-]/gu, (character) =>
    [...new TextEncoder().encode(character)].map((byte) => `\\${String(byte).padStart(3, "0")}`).join(""),
  );
}
