import type { Kubeconfig, Section } from "../kubeconfig/files.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { ordered } from "../model/type-order.ts";
import { CliError, ExitCode } from "../errors.ts";
import { redactUrl } from "../print/redact-url.ts";

type Fields = Readonly<Record<string, unknown>>;

const CONTENT = { clusters: "cluster", contexts: "context", users: "user" } as const satisfies Record<Section, string>;

/** Fields that kubectl writes even when they are empty. */
const ALWAYS: Record<Section, Fields> = {
  clusters: { server: "" },
  contexts: { cluster: "", user: "" },
  users: {},
};

const words = (text: string): readonly string[] => text.split(" ");

/** The order of the fields in the types of client-go's clientcmd/api/v1, in which kubectl prints them as JSON. */
const ORDER: Record<Section, readonly string[]> = {
  clusters: words(
    "server tls-server-name insecure-skip-tls-verify certificate-authority certificate-authority-data proxy-url " +
      "disable-compression extensions",
  ),
  contexts: words("cluster user namespace extensions"),
  users: words(
    "client-certificate client-certificate-data client-key client-key-data token tokenFile as as-uid as-groups " +
      "as-user-extra username password auth-provider exec extensions",
  ),
};
const EXEC_ORDER = words("command args env apiVersion installHint provideClusterInfo interactiveMode");

/**
 * The merged kubeconfig as `config view` shows it: kubectl's fields alone, in the order of its types, empty ones left
 * out where kubectl does.
 */
export function shownConfig(config: Kubeconfig): KubeObject {
  const { preferences, "current-context": current = "" } = config;
  return {
    kind: "Config",
    apiVersion: "v1",
    ...(preferences && Object.keys(preferences).length > 0 && { preferences }),
    clusters: shownSection(config, "clusters"),
    users: shownSection(config, "users"),
    contexts: shownSection(config, "contexts"),
    "current-context": current,
    ...(isPresent(config["extensions"]) && { extensions: config["extensions"] }),
  };
}

function shownSection(config: Kubeconfig, section: Section): unknown[] | null {
  const key = CONTENT[section];
  const entries = (config[section] ?? []) as readonly Fields[];
  if (entries.length === 0) return null;
  return entries.map((entry) => ({ name: entry["name"], [key]: shownContent(section, (entry[key] ?? {}) as Fields) }));
}

function shownContent(section: Section, content: Fields): Fields {
  const given = Object.fromEntries(Object.entries(content).filter(([, value]) => isPresent(value)));
  const { exec, "auth-provider": provider } = given as { exec?: Fields; "auth-provider"?: Fields };
  const inner = {
    ...(exec && { exec: ordered({ args: null, env: null, provideClusterInfo: false, ...exec }, EXEC_ORDER) }),
    ...(provider && { "auth-provider": ordered(provider, ["name", "config"]) }),
  };
  return ordered({ ...ALWAYS[section], ...given, ...inner }, ORDER[section]);
}

const isPresent = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== "" &&
  value !== false &&
  (typeof value !== "object" || Object.keys(value).length > 0);

/** Only what the context uses that `name`, or the current-context, names. Throws kubectl's errors for what is absent. */
export function minified(config: Kubeconfig, name: string | undefined): Kubeconfig {
  const current = name ?? config["current-context"] ?? "";
  if (current === "") throw new CliError("current-context must exist in order to minify");
  const context = config.contexts?.find((entry) => entry.name === current);
  if (!context) throw cannotLocate("context", current);
  const { cluster = "", user = "" } = context.context;
  const clusters = config.clusters?.filter((entry) => entry.name === cluster) ?? [];
  const users = config.users?.filter((entry) => entry.name === user) ?? [];
  if (cluster !== "" && clusters.length === 0) throw cannotLocate("cluster", cluster);
  if (user !== "" && users.length === 0) throw cannotLocate("user", user);
  return { ...config, "current-context": current, contexts: [context], clusters, users };
}

const cannotLocate = (what: string, name: string): CliError =>
  new CliError(`cannot locate ${what} ${name}`, { exitCode: ExitCode.notFound });

const REDACTED = "REDACTED";
const OMITTED = "DATA+OMITTED";
type Mask = string | ((value: unknown) => unknown);
const urlMask: Mask = (value) => (typeof value === "string" ? redactUrl(value) : value);
/** What kubectl masks, by section, and the passwords of URLs. */
const MASKS: Record<Section, Readonly<Record<string, Mask>>> = {
  clusters: { "certificate-authority-data": OMITTED, server: urlMask, "proxy-url": urlMask },
  contexts: {},
  users: {
    "client-certificate-data": OMITTED,
    "client-key-data": OMITTED,
    token: REDACTED,
    password: REDACTED,
  },
};
/** What kubectl shows and svcctl masks too: the auth-provider's tokens are as good as a password. */
const PROVIDER_MASKS = {
  "id-token": REDACTED,
  "refresh-token": REDACTED,
  "access-token": REDACTED,
  "client-secret": REDACTED,
};

/** The kubeconfig with secrets masked. */
export function redacted(config: Kubeconfig): Kubeconfig {
  const sections = Object.keys(CONTENT) as Section[];
  return { ...config, ...Object.fromEntries(sections.map((section) => [section, redactedSection(config, section)])) };
}

function redactedSection(config: Kubeconfig, section: Section): unknown[] | undefined {
  const key = CONTENT[section];
  return (config[section] as readonly Fields[] | undefined)?.map((entry) => {
    const content = masked((entry[key] ?? {}) as Fields, MASKS[section]);
    const provider = content["auth-provider"] as { config?: Fields } | undefined;
    if (!provider?.config) return { ...entry, [key]: content };
    const safe = { ...provider, config: masked(provider.config, PROVIDER_MASKS) };
    return { ...entry, [key]: { ...content, "auth-provider": safe } };
  });
}

const masked = (fields: Fields, masks: Readonly<Record<string, Mask>>): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, isPresent(value) ? maskedBy(masks, field, value) : value]),
  );

function maskedBy(masks: Readonly<Record<string, Mask>>, field: string, value: unknown): unknown {
  const mask = Object.hasOwn(masks, field) ? masks[field] : undefined;
  return typeof mask === "function" ? mask(value) : (mask ?? value);
}
