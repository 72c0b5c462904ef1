// Many CommonJS files as a few: looking up, reading and keeping each file is what loading it costs most.
import { isBuiltin } from "node:module";
import { basename } from "node:path";

/**
 * Packs files, a Map from name to code, by a table of packs: for each pack the sources whose files, and all that these
 * import at once, go into it unless an earlier pack has them; a list, or a pattern of the sources' paths. `outputs` is
 * esbuild's metafile of them. Every file must find its pack. The first pack runs its file of the same name.
 */
export function packFiles(code, outputs, packs) {
  const packOf = new Map();
  for (const [pack, sources] of Object.entries(packs)) {
    for (const name of reachable(outputs, sources)) if (!packOf.has(name)) packOf.set(name, pack);
  }
  const left = [...code.keys()].filter((name) => !packOf.has(name));
  if (left.length > 0) throw new Error(`in no pack: ${left.join(", ")}`);
  const [first, ...others] = Object.keys(packs);
  const namesIn = (pack) => [...packOf].filter(([, its]) => its === pack).map(([name]) => name);
  const table = (pack) =>
    namesIn(pack).map((name) => `${JSON.stringify(name)}:${wrapped(code.get(name), pack === first)}`);
  const where = others.flatMap((pack, at) => namesIn(pack).map((name) => `${JSON.stringify(name)}:${at}`));
  // parts of node one by one, by name: looking one up by a variable takes Bun longer than all of them by their names
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  const foreign = [...new Set(imports.map(({ path }) => path).filter(isBuiltin))].toSorted();
  const parts = foreign.map((name) => `${JSON.stringify(name)}:()=>require(${JSON.stringify(name)})`);
  const loaders = others.map((pack) => `()=>require(${JSON.stringify(`./${pack}`)})`);
  return new Map([
    [
      first,
      `"use strict";const files={${table(first)}},packs=[${loaders}],where={${where}},parts={${parts}},made={};
function load(name){let module=made[name];if(!module){module=made[name]={exports:{}};(files[name]??packs[where[name]]()[name])(module.exports,find,module)}return module.exports}
function find(path){return path.startsWith("./")?load(path.slice(2)):(parts[path]?parts[path]():require(path))}
load(${JSON.stringify(first)});
`,
    ],
    ...others.map((pack) => [pack, `"use strict";module.exports={${table(pack)}};\n`]),
  ]);
}

/** V8 compiles a function in parentheses at once: what runs in any case it then goes over once instead of twice. */
function wrapped(code, runsAlways) {
  const made = `function(exports,require,module){${code}\n}`;
  return runsAlways ? `(${made})` : made;
}

/** The names of the files of these sources, and of all that they import at once. */
function reachable(outputs, sources) {
  const isMeant = (source) => (Array.isArray(sources) ? sources.includes(source) : sources.test(source));
  const found = new Set();
  const visit = (path) => {
    if (!(path in outputs) || found.has(basename(path))) return;
    found.add(basename(path));
    outputs[path].imports.filter(({ kind }) => kind === "import-statement").forEach((imported) => visit(imported.path));
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (isMeant(entryPoint ?? "")) visit(path);
  return found;
}
