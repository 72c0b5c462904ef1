import { isObject } from "./parse-answer.ts";
import { type Asked, genericStatus, type Status, StatusError } from "./status.ts";

/** An answer that is not 2xx, as an error: the Status that the server sent, else what its code means. */
export function refusal(code: number, body: string, asked: Asked): StatusError {
  const status = parseStatus(body) ?? genericStatus(code, body, asked);
  const { reason = "" } = status;
  const hint = Object.hasOwn(HINTS, reason) ? HINTS[reason] : undefined;
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
    (details === undefined || details === null || hasDetails(details))
  );
}

const isAbsentOr = (type: string, value: unknown): boolean => value === undefined || typeof value === type;

/** Whether details are of the shape that errors read. */
function hasDetails(details: unknown): boolean {
  if (!isObject(details)) return false;
  const { name, kind, retryAfterSeconds, causes } = details;
  return (
    isAbsentOr("string", name) &&
    isAbsentOr("string", kind) &&
    isAbsentOr("number", retryAfterSeconds) &&
    (causes === undefined || causes === null || (Array.isArray(causes) && causes.every(isCause)))
  );
}

const isCause = (cause: unknown): boolean =>
  isObject(cause) && ["reason", "message", "field"].every((field) => isAbsentOr("string", cause[field]));
