import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

/**
 * Who may import whom. A row names a layer and the arrows that may leave it: `runtime` for values, `types` for
 * `import type`, `lazy` for import(). A layer is a folder of src/, or a file at its top by its own name. Names that begin
 * with "npm:" or "node:" are packages. What is not in the table is refused.
 */
interface Arrows {
  runtime?: readonly string[];
  types?: readonly string[];
  lazy?: readonly string[];
}

const table: Record<string, Arrows> = {
  model: { runtime: ["model", "node:crypto"], types: ["npm:@kubernetes/client-node"] },
  print: {
    runtime: ["print", "model", "errors", "npm:cli-table3", "npm:js-yaml", "npm:string-width"],
    types: ["kube", "context", "npm:chalk"],
  },
  errors: {},
  "link-signals": { runtime: ["node:events"] },
  version: {},
  context: { types: ["kube", "kubeconfig", "manifests", "sandbox", "npm:chalk"] },
  kube: {
    runtime: [
      "kube",
      "kubeconfig",
      "errors",
      "link-signals",
      "print/escape",
      "print/redact-url",
      "model/selector",
      "model/age",
      "model/object-shape",
      "model/shape",
      "version",
      "node:*",
      "npm:*",
    ],
    types: ["model", "context"],
    lazy: ["kube", "npm:@kubernetes/client-node"],
  },
  kubeconfig: {
    runtime: ["kubeconfig", "errors", "manifests/plain-data", "print/redact-url", "node:*", "npm:js-yaml", "npm:yaml"],
    types: ["context", "model"],
    lazy: ["kubeconfig"],
  },
  manifests: {
    runtime: ["manifests", "errors", "link-signals", "print/yaml-resolve", "node:*", "npm:js-yaml"],
    types: ["model"],
  },
  sandbox: {
    runtime: [
      "sandbox",
      "model",
      "errors",
      "node:*",
      "npm:@peculiar/x509",
      "npm:reflect-metadata",
      "npm:rfc6902",
      "npm:js-yaml",
    ],
    types: ["kubeconfig"],
    lazy: ["sandbox", "npm:@peculiar/x509"],
  },
  commands: {
    runtime: ["commands", "model", "print", "errors", "link-signals", "kube/read-snapshot", "version", "npm:commander"],
    types: ["context", "kube", "manifests", "kubeconfig", "sandbox", "npm:chalk"],
    lazy: ["commands", "print"],
  },
  argv: { runtime: ["errors", "model"], types: ["npm:commander"] },
  "usage-words": { types: ["npm:commander"] },
  settings: {},
  screen: { types: ["context"] },
  color: { runtime: ["npm:chalk"] },
  progress: { runtime: ["print"] },
  stdout: { runtime: ["node:fs", "node:tty"] },
  "status-json": { runtime: ["errors", "print/json"] },
  help: { runtime: ["commands", "npm:commander"], types: ["context"] },
  program: {
    runtime: ["argv", "commands", "errors", "help", "usage-words", "version", "npm:commander"],
    types: ["context"],
    lazy: ["complete"],
  },
  complete: { runtime: ["argv", "commands", "print"], types: ["context", "npm:commander"] },
  main: {
    runtime: [
      "color",
      "errors",
      "manifests/file-error",
      "print",
      "program",
      "progress",
      "screen",
      "settings",
      "status-json",
      "stdout",
    ],
    types: ["context", "npm:chalk"],
    lazy: ["kube", "kubeconfig", "manifests", "sandbox"],
  },
};

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const src = join(root, "src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

interface Import {
  how: keyof Arrows;
  /** A path below src without its ending, or "npm:name", "node:name". */
  target: string;
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)";?/gm;
const LAZY = /(\.\.\.\s*)?\bimport\(\s*"([^"]+)"\s*\)/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), "utf8").replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
  const found: Import[] = [];
  for (const [, type, name = ""] of text.matchAll(STATEMENT)) {
    found.push({ how: type ? "types" : "runtime", target: resolve(file, name) });
  }
  for (const match of text.matchAll(LAZY)) {
    const awaited = /await\s*$|=>\s*\(?\s*(await\s*)?$|return\s+$/.test(text.slice(0, match.index));
    found.push({ how: awaited ? "lazy" : "types", target: resolve(file, match[2] ?? "") });
  }
  return found;
}

function resolve(file: string, name: string): string {
  if (name.startsWith("node:")) return name;
  if (!name.startsWith(".")) return `npm:${packageName(name)}`;
  return normalize(join(dirname(file), name)).replace(/\.(ts|json)$/, "");
}

const packageName = (name: string): string => name.split("/", name.startsWith("@") ? 2 : 1).join("/");

const layerOf = (path: string): string => path.split("/")[0]?.replace(/\.ts$/, "") ?? "";

function allowed(arrows: readonly string[], target: string): boolean {
  return arrows.some((arrow) => {
    if (arrow.endsWith(":*")) return target.startsWith(arrow.slice(0, -1));
    return target === arrow || target.startsWith(`${arrow}/`);
  });
}

function isAllowed({ how, target }: Import, arrows: Arrows): boolean {
  const { runtime = [], types = [], lazy = [] } = arrows;
  if (allowed(runtime, target)) return true;
  if (how === "types") return allowed(types, target) || allowed(lazy, target);
  return how === "lazy" && allowed(lazy, target);
}

test("every import follows the table of layers", () => {
  const refused: string[] = [];
  for (const file of files) {
    const arrows = table[layerOf(file)];
    if (!arrows) refused.push(`${file}: the layer ${layerOf(file)} is not in the table`);
    for (const found of importsOf(file)) {
      if (arrows && !isAllowed(found, arrows)) refused.push(`${file}: ${found.how} ${found.target}`);
    }
  }
  assert.deepEqual(refused, []);
});

test("the reader of imports sees values, types, side effects and lazy imports", () => {
  const seen = importsOf("main.ts").map(({ how, target }) => `${how} ${target}`);
  for (const expected of ["types npm:chalk", "types context", "runtime program", "lazy kube/connect"]) {
    assert.ok(seen.includes(expected), `${expected} is among ${seen.join(", ")}`);
  }
  assert.equal(isAllowed({ how: "runtime", target: "kube/transport" }, table["commands"] ?? {}), false);
  assert.equal(isAllowed({ how: "types", target: "kube/client" }, table["commands"] ?? {}), true);
  assert.equal(isAllowed({ how: "runtime", target: "node:fs" }, table["model"] ?? {}), false);
});

test("only main.ts names process, and nothing ends it", () => {
  const offenders = files.filter((file) => {
    const text = readFileSync(join(src, file), "utf8").replace(
      /\/\*[\s\S]*?\*\/|\/\/.*$|"(?:\\.|[^"\\])*"|`[^`]*`/gm,
      "",
    );
    return /\bprocess\.exit\(/.test(text) || (file !== "main.ts" && /(?<![.\w])process\.\w/.test(text));
  });
  assert.deepEqual(offenders, []);
});

test("model and print ask neither the clock nor chance", () => {
  const pure = files.filter((file) => ["model", "print"].includes(layerOf(file)));
  const offenders = pure.filter((file) =>
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bsetTimeout\(/.test(readFileSync(join(src, file), "utf8")),
  );
  assert.deepEqual(offenders, []);
});

test("no file is a barrel: none only re-exports", () => {
  const barrels = files.filter((file) => basename(file) === "index.ts");
  assert.deepEqual(barrels, []);
});
