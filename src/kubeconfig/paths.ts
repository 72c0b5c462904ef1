import { delimiter, dirname, isAbsolute, join, relative, resolve } from "node:path";

/** Where kubeconfig files are looked for. */
export interface KubeconfigPaths {
  /** In order of precedence, each once. */
  paths: readonly string[];
  /** Whether `--kubeconfig` named the one path. */
  explicit: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

/** kubectl's loading rules: `--kubeconfig` alone, else the list in $KUBECONFIG, else ~/.kube/config. */
export function kubeconfigPaths(flag: string | undefined, env: Env): KubeconfigPaths {
  if (flag !== undefined && flag !== "") return { paths: [flag], explicit: true };
  const listed = (env["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
  if (listed.length > 0) return { paths: [...new Set(listed)], explicit: false };
  const home = env["HOME"] ?? env["USERPROFILE"];
  return { paths: home === undefined || home === "" ? [] : [join(home, ".kube", "config")], explicit: false };
}

/** A path in a kubeconfig is relative to the file that it stands in. */
export function pathBeside(file: string, path: string): string {
  return path === "" || isAbsolute(path) ? path : resolve(dirname(file), path);
}

/** A path as kubectl writes it into a kubeconfig: relative to it when the file stands below its folder, else absolute. */
export function pathFrom(kubeconfig: string, path: string): string {
  const full = resolve(path);
  const beside = relative(dirname(resolve(kubeconfig)), full);
  return path === "" || beside.startsWith("..") || isAbsolute(beside) ? path && full : beside;
}
