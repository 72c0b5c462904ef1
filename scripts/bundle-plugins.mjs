// esbuild plugins that keep what is dear to load out of the way until it is needed.
import { promisify } from "node:util";

/**
 * Packages and parts of node of which a module may need nothing in the end: each function that they export becomes one
 * that loads them when it is called.
 */
export function loadedWhenCalled(names) {
  const namespace = "loaded-when-called";
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^(${names.join("|")})$`) }, ({ path, namespace: importer, kind, resolveDir }) => {
        // a package that is required may be of another version, and be a function itself
        const isOwn = kind === "import-statement" || path.startsWith("node:");
        return importer !== namespace && isOwn ? { path, namespace, pluginData: resolveDir } : undefined;
      });
      onLoad({ filter: /.*/, namespace }, async ({ path, pluginData: resolveDir }) => {
        const exported = Object.entries(await import(path)).filter(([, value]) => typeof value === "function");
        const functions = exported.map(([name, value]) => {
          // a CommonJS package is its own default export
          const loaded = name === "default" ? "(load().default ?? load())" : `load().${name}`;
          const call = `function (...given) { return new.target ? new ${loaded}(...given) : ${loaded}(...given); }`;
          if (name === "default") return `export default ${call}`;
          // what util.promisify makes of it
          const promised = promisify.custom in value ? `promised(${name}, () => load().${name});` : "";
          return `export const ${name} = ${call}; ${promised}`;
        });
        const load = `let loaded; const load = () => (loaded ??= require(${JSON.stringify(path)}));`;
        const promised = `const own = Symbol.for("nodejs.util.promisify.custom");
          const promised = (call, whole) => Object.defineProperty(call, own, { get: () => whole()[own] });`;
        return { contents: [load, promised, ...functions].join("\n"), resolveDir };
      });
    },
  };
}

/** svcctl decides itself whether there is colour: chalk need not ask the terminal and the system. */
export function withoutColorDetection() {
  const namespace = "without-color-detection";
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^#supports-color$/ }, ({ path }) => ({ path, namespace }));
      onLoad({ filter: /.*/, namespace }, () => ({ contents: "export default { stdout: false, stderr: false };" }));
    },
  };
}
