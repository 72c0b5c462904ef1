// esbuild plugins that keep what is dear to load out of the way until it is needed.

/**
 * Packages and parts of node of which a module may need nothing in the end: each function that they export becomes one
 * that loads them when it is called.
 */
export function loadedWhenCalled(names) {
  const namespace = "loaded-when-called";
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^(${names.join("|")})$`) }, ({ path, namespace: importer, kind }) => {
        // a package that is required may be of another version, and be a function itself
        const isOwn = kind === "import-statement" || path.startsWith("node:");
        return importer !== namespace && isOwn ? { path, namespace } : undefined;
      });
      onLoad({ filter: /.*/, namespace }, async ({ path }) => {
        const exported = Object.entries(await import(path)).filter(([, value]) => typeof value === "function");
        const functions = exported.map(([name]) =>
          name === "default"
            ? "export default (...given) => load().default(...given);"
            : `export const ${name} = (...given) => load().${name}(...given);`,
        );
        const load = `let loaded; const load = () => (loaded ??= require(${JSON.stringify(path)}));`;
        return { contents: [load, ...functions].join("\n"), resolveDir: process.cwd() };
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
