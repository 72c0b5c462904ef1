import type { Kubeconfig, Section } from "./files.ts";
import { pathBeside } from "./paths.ts";
import { isRecord } from "./shape.ts";

/** One file's configuration, and where it came from. */
export interface LoadedFile {
  path: string;
  config: Kubeconfig;
}

/** The sections of a kubeconfig and the field that holds an entry's content. */
export const SECTIONS = { clusters: "cluster", contexts: "context", users: "user" } as const satisfies Record<
  Section,
  string
>;

const PATH_FIELDS: Record<Section, readonly string[]> = {
  clusters: ["certificate-authority"],
  contexts: [],
  users: ["client-certificate", "client-key", "tokenFile"],
};

/**
 * kubectl's merge: of several files that hold an entry of one name, the first wins, whole; so does the first
 * `current-context` that is not empty. Entries come out in the order of their names.
 */
export function mergeKubeconfigs(files: readonly LoadedFile[], options: { absolute: boolean }): Kubeconfig {
  const merged: Kubeconfig = { apiVersion: "v1", kind: "Config" };
  for (const { config } of files) {
    for (const [field, value] of Object.entries(config)) {
      if (!Object.hasOwn(merged, field) || merged[field] === "" || merged[field] === null) merged[field] = value;
    }
  }
  return { ...merged, ...mergeSections(files, options.absolute) };
}

function mergeSections(files: readonly LoadedFile[], absolute: boolean): Pick<Kubeconfig, Section> {
  const sections = Object.keys(SECTIONS) as Section[];
  return Object.fromEntries(sections.map((section) => [section, mergeSection(files, section, absolute)]));
}

function mergeSection(files: readonly LoadedFile[], section: Section, absolute: boolean): Record<string, unknown>[] {
  const field = SECTIONS[section];
  const entries = new Map<string, Record<string, unknown>>();
  for (const { path, config } of files) {
    for (const entry of config[section] ?? []) {
      // an entry of which nothing is said has all the same what kubectl's has: nothing
      const named = { ...entry, name: entry.name ?? "", [field]: (entry as Record<string, unknown>)[field] ?? {} };
      if (!entries.has(named.name)) entries.set(named.name, absolute ? withAbsolutePaths(named, section, path) : named);
    }
  }
  return [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function withAbsolutePaths(entry: Record<string, unknown>, section: Section, file: string): Record<string, unknown> {
  const field = SECTIONS[section];
  const content = entry[field];
  if (!isRecord(content)) return entry;
  const absolute = { ...content };
  for (const key of PATH_FIELDS[section]) {
    const path = content[key];
    if (typeof path === "string") absolute[key] = pathBeside(file, path);
  }
  const exec = content["exec"];
  if (section === "users" && isRecord(exec))
    absolute["exec"] = { ...exec, command: commandBeside(file, exec["command"]) };
  return { ...entry, [field]: absolute };
}

/** An exec command with a slash in it is relative to its kubeconfig; a bare name is looked up in PATH. */
function commandBeside(file: string, command: unknown): unknown {
  return typeof command === "string" && /[/\\]/.test(command) ? pathBeside(file, command) : command;
}

/** The file that an entry comes from; undefined when none holds it. */
export function originOf(files: readonly LoadedFile[], section: Section, name: string): string | undefined {
  return files.find(({ config }) => config[section]?.some((entry) => entry.name === name))?.path;
}
