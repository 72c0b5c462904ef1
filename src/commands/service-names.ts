import { UsageError } from "../errors.ts";

const TYPES = new Set(["svc", "service", "services"]);

/**
 * The names of Services that arguments give: `web`, `svc/web`, or `svc web` as other commands name it. Throws a
 * UsageError.
 */
export function serviceNames(words: readonly string[], command: string): string[] {
  const [first = "", ...others] = words;
  const names = others.length > 0 && TYPES.has(first.toLowerCase()) ? others : words;
  return names.map((word) => {
    const [type = "", name, ...more] = word.split("/");
    if (name === undefined) return type;
    if (more.length === 0 && name !== "" && TYPES.has(type.toLowerCase())) return name;
    throw new UsageError(`"${word}" is no Service`, `Name a Service: svcctl ${command} SERVICE`);
  });
}
