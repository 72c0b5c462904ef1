import { CliError, ExitCode } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";

/** GET of a path that is no object's, its answer read as JSON. */
export async function readJson(cluster: Cluster, path: string): Promise<Record<string, unknown>> {
  const text = await cluster.raw(path);
  try {
    const answer = JSON.parse(text) as unknown;
    if (typeof answer === "object" && answer !== null) return answer as Record<string, unknown>;
  } catch {
    // told below, like any other answer that is no JSON object
  }
  throw new CliError(`the answer to GET ${cluster.server}${path} is not a JSON object`, {
    exitCode: ExitCode.noConnection,
    hint: "Check that the server is a Kubernetes API server.",
  });
}
