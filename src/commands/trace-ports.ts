import { CliError, ExitCode, UsageError } from "../errors.ts";
import { protocolOf, type ServicePort } from "../model/ports.ts";
import type { Service } from "../model/snapshot.ts";
import { portText } from "../print/endpoints-table.ts";
import { serviceNames } from "./service-names.ts";

/** The Services that arguments name, and the port that is meant: `web`, `svc/web`, `web:http`, `svc/web:80`. */
export interface TraceTarget {
  names: string[];
  /** A port's name, or its number with or without a protocol ("53/UDP"); undefined: every port. */
  port: string | undefined;
}

/** Reads arguments and --port. Throws a UsageError when they name differing ports. */
export function readTarget(words: readonly string[], flag: string | undefined): TraceTarget {
  const parts = words.map((word) => {
    const at = word.indexOf(":");
    return at < 0 ? { word, port: undefined } : { word: word.slice(0, at), port: word.slice(at + 1) };
  });
  const ports = new Set([flag, ...parts.map(({ port }) => port)].filter((port) => port !== undefined));
  if (ports.size > 1) throw new UsageError(`only one port can be traced at a time: ${[...ports].join(", ")}`);
  const [port] = ports;
  if (port === "") throw new UsageError("a port must be a name or a number", "Name one: svcctl trace SERVICE:http");
  return {
    names: serviceNames(
      parts.map(({ word }) => word),
      "trace",
    ),
    port,
  };
}

/** Whether a port is the one that is meant. */
export function isMeant({ name = "", port, ...rest }: ServicePort, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const [number, protocol] = wanted.split("/");
  const isNumber = number === String(port) && (protocol === undefined || protocol.toUpperCase() === protocolOf(rest));
  return isNumber || (name !== "" && name === wanted);
}

/** The failures of Services that have no such port. */
export function missingPorts(services: readonly Service[], wanted: string | undefined): CliError[] {
  return services.flatMap(({ metadata, spec }) => {
    const ports = spec?.ports ?? [];
    if (wanted === undefined || ports.some((port) => isMeant(port, wanted))) return [];
    const hint = ports.length > 0 ? `It has: ${ports.map(portText).join(", ")}` : "It has no ports.";
    return [new CliError(`services "${metadata?.name}" has no port ${wanted}`, { exitCode: ExitCode.notFound, hint })];
  });
}

/** The failure of a port that none of the Services in files has. An ExternalName has every port that its target has. */
export function missingEverywhere(services: readonly Service[], wanted: string | undefined): CliError[] {
  const own = services.filter(({ spec }) => spec?.type !== "ExternalName");
  const ports = services.flatMap(({ spec }) => spec?.ports ?? []);
  if (wanted === undefined || own.length === 0 || ports.some((port) => isMeant(port, wanted))) return [];
  const words = [...new Set(ports.map(portText))].toSorted();
  const listed = `${words.slice(0, 10).join(", ")}${words.length > 10 ? " and others" : ""}`;
  const hint = words.length > 0 ? `There are: ${listed}` : "They have no ports.";
  return [new CliError(`no Service in these files has a port ${wanted}`, { exitCode: ExitCode.notFound, hint })];
}
