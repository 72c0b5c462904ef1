import { CliError, ExitCode } from "../errors.ts";

/** How often a change by someone else in between is met with another attempt (kubectl's maxPatchRetry). */
const RETRIES = 5;

/**
 * Tries a change that someone else's may cross: each conflict is met with another attempt on the object as it is then.
 * Rejects with the last conflict, and at once with any other failure.
 */
export async function retryOnConflict<State, Result>(
  object: State,
  attempt: (object: State) => Promise<Result>,
  readAgain: () => Promise<State>,
): Promise<Result> {
  let latest = object;
  for (let retries = 0; ; retries++) {
    try {
      return await attempt(latest);
    } catch (error) {
      if (!isConflict(error) || retries === RETRIES) throw error;
      latest = await readAgain();
    }
  }
}

/** Whether a change failed because someone else's crossed it. */
const isConflict = (error: unknown): boolean => error instanceof CliError && error.exitCode === ExitCode.conflict;
