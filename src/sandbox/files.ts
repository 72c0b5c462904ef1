/** The path of the kubeconfig of a sandbox that runs now; undefined when none does. */
export async function runningSandboxKubeconfig(
  _env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  return undefined;
}
