import { CliError } from "../errors.ts";
import { parseAnswer } from "./parse-answer.ts";
import type { Transport } from "./transport.ts";

/** The minor version of Kubernetes whose kubectl svcctl follows. */
const FOLLOWED = { major: "1", minor: "36" };

/**
 * Refuses a server of another minor version (--match-server-version). kubectl asks for the same release and build as
 * its own; svcctl is not released with servers, and compares what it follows.
 */
export async function checkServerVersion(transport: Transport): Promise<void> {
  const answer = await transport.request({ method: "GET", path: "/version" });
  const { major, minor = "", gitVersion } = parseAnswer<Partial<Record<string, string>>>(answer, "GET /version");
  // some providers add a plus to the number
  if (major === FOLLOWED.major && minor.replace(/\D+$/, "") === FOLLOWED.minor) return;
  throw new CliError(
    `server version (${gitVersion}) differs from the version that svcctl follows (v${FOLLOWED.major}.${FOLLOWED.minor})`,
  );
}
