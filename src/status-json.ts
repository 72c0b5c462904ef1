import { type CliError, ExitCode, Failures, InternalError } from "./errors.ts";
import { escapeJson } from "./print/json.ts";

/** What the API server would have answered: a Status's reason and HTTP code. */
type Meaning = readonly [reason: string, code: number];

const UNKNOWN: Meaning = ["Unknown", 500];

const MEANINGS: Partial<Record<ExitCode, Meaning>> = {
  [ExitCode.usage]: ["BadRequest", 400],
  [ExitCode.notAllowed]: ["Forbidden", 403],
  [ExitCode.notFound]: ["NotFound", 404],
  [ExitCode.conflict]: ["Conflict", 409],
  [ExitCode.invalid]: ["Invalid", 422],
  [ExitCode.noConnection]: ["ServiceUnavailable", 503],
  [ExitCode.timedOut]: ["Timeout", 504],
};

/**
 * A failure as the JSON of a Status: the server's own where it sent one, else one of the same form. Several failures of
 * one run make one Status, with a cause for each.
 */
export const statusJson = (error: CliError): string => escapeJson(JSON.stringify(statusOf(error), undefined, 4));

function statusOf(error: CliError): object {
  const own = ownStatus(error);
  if (own) return own;
  const [reason, code] =
    error instanceof InternalError ? ["InternalError", 500] : (MEANINGS[error.exitCode] ?? UNKNOWN);
  const causes = error instanceof Failures ? error.failures.map(causeOf) : [];
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: error.message,
    reason,
    ...(causes.length > 0 && { details: { causes } }),
    code,
  };
}

function causeOf(failure: CliError): { reason: string; message: string } {
  const { reason = "" } = (ownStatus(failure) ?? {}) as { reason?: string };
  return { reason: reason || (MEANINGS[failure.exitCode] ?? UNKNOWN)[0], message: failure.message };
}

const ownStatus = (error: CliError): object | undefined => (error as { status?: object }).status;
