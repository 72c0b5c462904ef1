import { type Command, InvalidArgumentError, Option } from "commander";

import type { ConnectOptions } from "../context.ts";
import { UsageError } from "../errors.ts";

/** Which cluster and which namespace a command works on: the global flags, checked and turned into values. */
export interface Scope {
  connect: ConnectOptions;
  /** What -n names; undefined: the context's own namespace. */
  namespace: string | undefined;
  /** -A: every namespace. */
  allNamespaces: boolean;
}

/** The raw values of the flags that `withScope` adds, as commander names them. */
export interface ScopeFlags extends Omit<ConnectOptions, "verbosity"> {
  namespace?: string;
  allNamespaces?: boolean;
  v?: number;
}

/** Collects a flag that may be repeated. */
export const repeated = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** Collects a flag that may be repeated and whose values are split at commas (pflag's StringSlice). */
export const slice = (value: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  ...value.split(",").filter((part) => part !== ""),
];

/** An option parser for whole numbers. Rejects everything else in kubectl's words. */
export function integer(name: string): (value: string) => number {
  return (value) => {
    if (!/^[+-]?\d+$/.test(value)) {
      throw new InvalidArgumentError(
        `invalid argument "${value}" for "--${name}" flag: strconv.ParseInt: parsing "${value}": invalid syntax`,
      );
    }
    return Number(value);
  };
}

const DURATION = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/;
const UNIT_MS: Record<string, number> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a Go duration ("1m30s", "300ms"); undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  const match = DURATION.exec(text);
  if (!match) return undefined;
  let total = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(number) * (UNIT_MS[unit ?? ""] ?? 0);
  }
  return match[1] === "-" ? -total : total;
}

/** What Go's time.ParseDuration says of a flag's value that is no duration. */
export function durationFault(flag: string, value: string): string {
  return `invalid argument "${value}" for "--${flag}" flag: time: ${faultOf(value)}`;
}

function faultOf(value: string): string {
  if (/^[+-]?[\d.]+$/.test(value)) return `missing unit in duration "${value}"`;
  const unit = /^[+-]?(?:[\d.]+(?:ns|us|µs|ms|s|m|h))*[\d.]+([^\d.]+)/.exec(value)?.[1];
  return unit === undefined ? `invalid duration "${value}"` : `unknown unit "${unit}" in duration "${value}"`;
}

/** The longest time that a timer can be set to: 24 days. Milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A time as timers take it: whole milliseconds, and no more than they can count. */
export const timerMilliseconds = (milliseconds: number): number => Math.min(Math.ceil(milliseconds), LONGEST_TIMER);

/** A time-out as kubectl reads it: a whole number of seconds or a Go duration. Milliseconds for a timer come out. */
function requestTimeout(value: string): number {
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : parseDuration(value);
  if (milliseconds === undefined || milliseconds < 0) {
    throw new UsageError(
      "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a " +
        "corresponding time unit (e.g. 1s | 2m | 3h)",
    );
  }
  return timerMilliseconds(milliseconds);
}

const global = (flags: string, description: string) => new Option(flags, description).helpGroup("Global options:");

let scope: readonly Option[] | undefined;
let main: readonly Option[] | undefined;

/** kubectl's global flags, known to every command that talks to a cluster. */
export const scopeOptions = (): readonly Option[] => (scope ??= makeScopeOptions());

/** Flags that `main` reads itself, before any command: listed for help and so that every command accepts them. */
export const mainOptions = (): readonly Option[] => (main ??= makeMainOptions());

const makeScopeOptions = (): Option[] => [
  global("--kubeconfig <path>", "path to the kubeconfig file to use"),
  global("--context <name>", "the kubeconfig context to use"),
  global("--cluster <name>", "the kubeconfig cluster to use"),
  global("--user <name>", "the kubeconfig user to use"),
  global("-n, --namespace <name>", "the namespace of this request"),
  global("-s, --server <url>", "the address and port of the API server"),
  global("--token <token>", "bearer token for authentication to the API server"),
  global("--request-timeout <time>", "how long to wait for one request: 1s, 2m, 3h; 0 means no limit").argParser(
    requestTimeout,
  ),
  global("--insecure-skip-tls-verify", "do not check the server's certificate"),
  global("--certificate-authority <path>", "path to a certificate file for the certificate authority"),
  global("--client-certificate <path>", "path to a client certificate file for TLS"),
  global("--client-key <path>", "path to a client key file for TLS"),
  global("--tls-server-name <name>", "the name to expect in the server's certificate"),
  global("--disable-compression", "ask for answers that are not compressed"),
  global("--match-server-version", "refuse a server of another minor version than the one that svcctl follows"),
  global("--username <name>", "user name for basic authentication"),
  global("--password <password>", "password for basic authentication"),
  global("--as <user>", "the user to impersonate"),
  global("--as-group <group>", "a group to impersonate; repeatable").argParser(repeated),
  global("--as-uid <uid>", "the UID to impersonate"),
  global("--as-user-extra <key=value>", "user extra to impersonate; repeatable").argParser(repeated),
];

/** Refuses a flag of kubectl's; `harmless` is the value that asks for nothing. */
const refused =
  (flag: string, why: string, harmless?: string) =>
  (value: string): string => {
    if (value === harmless) return value;
    throw new UsageError(`svcctl has no --${flag}: ${why}`);
  };

/**
 * Flags of kubectl's that tune the program itself. Two hold of their own accord, since svcctl keeps no cache of what
 * servers offer and writes its messages at once; the others are refused.
 */
const kubectlOptions = (): Option[] => [
  global("--cache-dir <path>", "where kubectl keeps what servers offer; svcctl keeps none of it"),
  global(
    "--log-flush-frequency <time>",
    "when kubectl writes messages at the latest; svcctl does it at once",
  ).argParser(flushFrequency),
  hidden("--kuberc <path>").argParser(refused("kuberc", "it reads no file of preferences", "off")),
  hidden("--profile <name>").argParser(refused("profile", "it profiles nothing", "none")),
  hidden("--profile-output <path>").argParser(refused("profile-output", "it profiles nothing")),
  hidden("--vmodule <pattern>").argParser(refused("vmodule", "its messages have one level, -v", "")),
];

const hidden = (flags: string): Option => global(flags, "").hideHelp();

function flushFrequency(value: string): string {
  if (parseDuration(value) !== undefined) return value;
  throw new InvalidArgumentError(durationFault("log-flush-frequency", value));
}

const makeMainOptions = (): Option[] => [
  global("-v, --v <level>", "how much to tell about requests (0 to 9)").argParser(integer("v")),
  global("--color <when>", "colour the output").choices(["auto", "always", "never"]),
  global("--warnings-as-errors", "treat warnings from the server as errors and end with a non-zero exit code"),
  ...kubectlOptions(),
];

/** Adds the global flags to a command. */
export function withScope(command: Command): Command {
  for (const option of scopeOptions()) command.addOption(option);
  return command;
}

/** Turns parsed flags into a Scope. */
export function toScope(flags: ScopeFlags): Scope {
  const { namespace, allNamespaces, v, ...connect } = flags;
  return {
    connect: { ...pickConnect(connect), ...(v !== undefined && { verbosity: v }) },
    // an empty flag counts as absent
    namespace: allNamespaces ? undefined : namespace || undefined,
    allNamespaces: allNamespaces ?? false,
  };
}

/** Other commands' own flags (`--user` of a subcommand, say) never reach the connection: only the global ones do. */
function pickConnect(flags: Omit<ScopeFlags, "namespace" | "allNamespaces" | "v">): ConnectOptions {
  const globals = new Set(scopeOptions().map((option) => option.attributeName()));
  return Object.fromEntries(Object.entries(flags).filter(([name, value]) => globals.has(name) && value !== undefined));
}
