import { Refusal } from "./refusal.ts";

export type Protocol = "TCP" | "UDP" | "SCTP";

/** One port as typed on the command line. What was not typed is undefined. */
export interface PortSpec {
  name?: string;
  port: number;
  targetPort?: number | string;
  protocol?: string;
}

/**
 * Reads the values of `expose --port`: kubectl's numbers, joined by commas, and beyond it
 * `[name=]port[:targetPort][/PROTOCOL]`. Throws a Refusal.
 */
export function parsePortSpecs(values: readonly string[]): PortSpec[] {
  return values.flatMap((value) => value.split(",")).map(parsePortSpec);
}

const SPEC = /^(?:(?<name>[^=:/]*)=)?(?<port>[^=:/]*)(?::(?<target>[^=:/]*))?(?:\/(?<protocol>[^=:/]*))?$/;

function parsePortSpec(text: string): PortSpec {
  const { name, port, target, protocol } = SPEC.exec(text)?.groups ?? {};
  if (port === undefined || name === "" || target === "" || protocol === "") throw malformed(text);
  return {
    ...(name !== undefined && { name }),
    port: atoi(port),
    ...(target !== undefined && { targetPort: parseTargetPort(target) }),
    ...(protocol !== undefined && { protocol: protocol.toUpperCase() }),
  };
}

const malformed = (text: string) =>
  new Refusal(`invalid port specification "${text}": expected [name=]port[:targetPort][/PROTOCOL]`);

/** The text that `parsePortSpecs` reads as this port. */
export function printPortSpec({ name, port, targetPort, protocol }: PortSpec): string {
  const parts = [name !== undefined && `${name}=`, port, targetPort !== undefined && `:${targetPort}`];
  return [...parts, protocol !== undefined && `/${protocol}`].filter((part) => part !== false).join("");
}

/** A target port: a number when the text is one, else the name of a container port. */
export function parseTargetPort(text: string): number | string {
  return /^[+-]?\d+$/.test(text) ? Number(text) : text;
}

/** A whole number as Go's strconv.Atoi reads it, with its words for what is none. */
function atoi(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new Refusal(`strconv.Atoi: parsing "${text}": invalid syntax`);
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Refusal(`strconv.Atoi: parsing "${text}": value out of range`);
  return value;
}

/**
 * Reads one value of `create service --tcp`: `<port>[:<targetPort>]`. Throws a Refusal in kubectl's words, and for a
 * third part, which kubectl drops.
 */
export function parsePortPair(text: string): { port: number; targetPort: number | string } {
  const [first = "", second, ...more] = text.split(":");
  if (more.length > 0) throw new Refusal(`invalid port specification "${text}": expected <port>[:<targetPort>]`);
  const port = parseUint16(first);
  if (second === undefined) return { port, targetPort: port };
  const errors = targetPortErrors(second);
  if (errors.length > 0) throw new Refusal(errors.join(","));
  return { port, targetPort: parseTargetPort(second) };
}

function parseUint16(text: string): number {
  if (!/^\d+$/.test(text)) throw new Refusal(`strconv.ParseUint: parsing "${text}": invalid syntax`);
  if (Number(text) > 65_535) throw new Refusal(`strconv.ParseUint: parsing "${text}": value out of range`);
  return Number(text);
}

/** What is wrong with a target port, in apimachinery's words (IsValidPortNum, IsValidPortName). */
function targetPortErrors(text: string): string[] {
  const number = parseTargetPort(text);
  if (typeof number === "number") {
    return number >= 1 && number <= 65_535 ? [] : ["must be between 1 and 65535, inclusive"];
  }
  const wrong: [boolean, string][] = [
    [text.length > 15, "must be no more than 15 characters"],
    [!/^[-a-z0-9]+$/.test(text), "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"],
    [!/[a-z]/.test(text), "must contain at least one letter (a-z)"],
    [text.includes("--"), "must not contain consecutive hyphens"],
    [/^-|-$/.test(text), "must not begin or end with a hyphen"],
  ];
  return wrong.flatMap(([is, message]) => (is ? [message] : []));
}
