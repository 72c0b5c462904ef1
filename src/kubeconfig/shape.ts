/** What a field of a kubeconfig must be, by kubectl's v1.Config. Fields that are not named here may be anything. */
export type Shape =
  "text" | "flag" | "base64" | "texts" | { fields: Record<string, Shape> } | { named: string; shape: Shape };

const CLUSTER: Shape = {
  fields: {
    server: "text",
    "tls-server-name": "text",
    "insecure-skip-tls-verify": "flag",
    "certificate-authority": "text",
    "certificate-authority-data": "base64",
    "proxy-url": "text",
    "disable-compression": "flag",
  },
};

const CONTEXT: Shape = { fields: { cluster: "text", user: "text", namespace: "text" } };

const USER: Shape = {
  fields: {
    "client-certificate": "text",
    "client-certificate-data": "base64",
    "client-key": "text",
    "client-key-data": "base64",
    token: "text",
    tokenFile: "text",
    as: "text",
    "as-uid": "text",
    "as-groups": "texts",
    "as-user-extra": { fields: {} },
    username: "text",
    password: "text",
    "auth-provider": { fields: { name: "text", config: { fields: {} } } },
    exec: {
      fields: {
        command: "text",
        args: "texts",
        apiVersion: "text",
        installHint: "text",
        provideClusterInfo: "flag",
        interactiveMode: "text",
      },
    },
  },
};

const KUBECONFIG: Shape = {
  fields: {
    apiVersion: "text",
    kind: "text",
    "current-context": "text",
    preferences: { fields: {} },
    clusters: { named: "cluster", shape: CLUSTER },
    contexts: { named: "context", shape: CONTEXT },
    users: { named: "user", shape: USER },
  },
};

/** The first thing that is wrong with the shape of a kubeconfig, as a clause; undefined when nothing is. */
export function shapeFault(config: unknown): string | undefined {
  return fault(config, KUBECONFIG, "");
}

function fault(value: unknown, shape: Shape, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (shape === "text") return typeof value === "string" ? undefined : expected("a string", value, path);
  if (shape === "flag") return typeof value === "boolean" ? undefined : expected("true or false", value, path);
  if (shape === "base64") return base64Fault(value, path);
  if (shape === "texts") return listFault(value, path, (item, at) => fault(item, "text", at));
  if ("named" in shape) return namedFault(value, shape, path);
  if (!isRecord(value)) return expected("a mapping", value, path);
  return firstOf(Object.entries(shape.fields), ([key, inner]) =>
    fault(Object.hasOwn(value, key) ? value[key] : undefined, inner, path === "" ? key : `${path}.${key}`),
  );
}

function namedFault(value: unknown, { named, shape }: { named: string; shape: Shape }, path: string) {
  const seen = new Set<string>();
  return listFault(value, path, (item, at) => {
    if (!isRecord(item)) return expected("a mapping", item, at);
    const name = item["name"] ?? "";
    if (typeof name !== "string") return expected("a string", name, `${at}.name`);
    if (seen.has(name)) return `duplicate name "${name}" in ${path}`;
    seen.add(name);
    return fault(item[named], shape, `${at}.${named}`);
  });
}

function listFault(value: unknown, path: string, check: (item: unknown, path: string) => string | undefined) {
  if (!Array.isArray(value)) return expected("a list", value, path);
  return firstOf(value.entries(), ([at, item]: [number, unknown]) => check(item, `${path}[${at}]`));
}

function base64Fault(value: unknown, path: string): string | undefined {
  if (typeof value !== "string") return expected("a string", value, path);
  const packed = value.replace(/[\r\n]/g, "");
  return /^[A-Za-z0-9+/]*={0,2}$/.test(packed) && packed.length % 4 === 0 ? undefined : `${path}: illegal base64 data`;
}

function firstOf<T>(items: Iterable<T>, check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = check(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function expected(what: string, value: unknown, path: string): string {
  return `${path === "" ? "the file" : path}: expected ${what}, found ${nameOf(value)}`;
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return { string: "a string", number: "a number", boolean: "a boolean" }[typeof value as "string"] ?? "a mapping";
}

/** The shape at a path, in which an entry's name is one word; undefined for a field that kubectl does not know. */
export function shapeOf(path: readonly string[]): Shape | undefined {
  let shape: Shape | undefined = KUBECONFIG;
  for (const word of path) {
    if (typeof shape !== "object") return undefined;
    if ("named" in shape) shape = shape.shape;
    // a mapping without named fields holds whatever strings it is given
    else if (Object.keys(shape.fields).length === 0) shape = "text";
    else shape = Object.hasOwn(shape.fields, word) ? shape.fields[word] : undefined;
  }
  return shape;
}

/** The names of the fields that kubectl knows there. */
export const fieldsOf = (shape: Shape | undefined): string[] =>
  typeof shape === "object" && "fields" in shape ? Object.keys(shape.fields) : [];

/** Whether a value is a mapping of YAML or JSON. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string field's value. An empty string counts as absent, as in kubectl. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
