import { type Asked, genericStatus, type Status, StatusError } from "./status.ts";

/** An answer that is not 2xx, as an error: the Status that the server sent, else what its code means. */
export function refusal(code: number, body: string, asked: Asked): StatusError {
  const status = parseStatus(body) ?? genericStatus(code, body, asked);
  const hint = HINTS[status.reason ?? ""];
  return new StatusError({ ...status, code: status.code ?? code }, hint === undefined ? {} : { hint });
}

const HINTS: Record<string, string> = {
  Unauthorized: "The server does not accept the credentials of the chosen user: see 'svcctl config view --minify'.",
};

function parseStatus(body: string): Status | undefined {
  if (!body.trimStart().startsWith("{")) return undefined;
  try {
    const parsed = JSON.parse(body) as Partial<Status>;
    return isFailure(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is a Status that tells of a failure, with the fields that errors read of the types they must be. */
export function isFailure(value: Partial<Status>): value is Status {
  const { kind, status, message, reason, code, details } = value;
  return (
    kind === "Status" &&
    status === "Failure" &&
    isAbsentOr("string", message) &&
    isAbsentOr("string", reason) &&
    isAbsentOr("number", code) &&
    (details === undefined || details === null || hasCauses(details))
  );
}

const isAbsentOr = (type: string, value: unknown): boolean => value === undefined || typeof value === type;

const hasCauses = (details: unknown): boolean => {
  if (typeof details !== "object" || details === null) return false;
  const { causes } = details as { causes?: unknown };
  return causes === undefined || causes === null || (Array.isArray(causes) && causes.every((cause) => Boolean(cause)));
};
