// Several CommonJS files as one: looking up, reading and keeping each file is what loading it costs most.

import { basename } from "node:path";

/** The names of the files that hold these sources, and of all that they import at once. */
export function reachable(outputs, sources) {
  const found = new Set();
  const visit = (path) => {
    if (!(path in outputs) || found.has(basename(path))) return;
    found.add(basename(path));
    outputs[path].imports.filter(({ kind }) => kind === "import-statement").forEach((imported) => visit(imported.path));
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (sources.includes(entryPoint)) visit(path);
  return found;
}

/** One file of several, given as a Map from name to code. It runs "main.cjs", and lends out the others. */
export function packed(names, code) {
  // V8 compiles a function in parentheses at once, instead of going over it twice
  const table = names.map((name) => `${JSON.stringify(name)}:(function(exports,require,module){${code.get(name)}\n})`);
  return `"use strict";const files={${table.join(",")}},made={};
function load(name){const module=made[name]??={exports:undefined};if(!module.exports){module.exports={};files[name](module.exports,find,module)}return module.exports}
function find(path){const name=path.slice(2);return path.startsWith("./")&&Object.hasOwn(files,name)?load(name):require(path)}
exports.load=load;load("main.cjs");
`;
}

/** Leads those that are not packed to a packed file. */
export const standIn = (name) => `module.exports=require("./main.cjs").load(${JSON.stringify(name)});\n`;
