import { CliError, ExitCode } from "../errors.ts";

/** meta.k8s.io/v1 Status: the API server's account of a failure. */
export interface Status {
  kind: "Status";
  apiVersion: "v1";
  metadata: Record<string, unknown>;
  status: "Failure" | "Success";
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code?: number;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: { reason?: string; message?: string; field?: string }[];
  retryAfterSeconds?: number;
}

/** The server refused. `message` is the Status's own; `text` words it as kubectl does. */
export class StatusError extends CliError {
  override readonly name: string = "StatusError";
  readonly status: Status;

  constructor(status: Status, options: { hint?: string } = {}) {
    super(status.message ?? "unknown", { exitCode: exitCodeOf(status), ...options });
    this.status = status;
  }

  /** The Status's machine-readable reason, "" when it gives none: "NotFound", "AlreadyExists", … */
  get reason(): string {
    return this.status.reason ?? "";
  }

  /** The HTTP status code; 0 when unknown. */
  get code(): number {
    return this.status.code ?? 0;
  }

  override get text(): string {
    return this.reason === "Invalid" ? invalidText(this.status) : this.collectedText;
  }

  override get collectedText(): string {
    if (this.reason === "Unauthorized") return `error: You must be logged in to the server (${this.message})`;
    return this.reason === ""
      ? `Error from server: ${this.message}`
      : `Error from server (${this.reason}): ${this.message}`;
  }

  /** kubectl's AddSourceToErr: the place goes into the Status's message, and a 422's own words show none. */
  override prefixed(where: string): StatusError {
    const { hint } = this;
    const status = { ...this.status, message: `${where}: ${this.message}` };
    return new StatusError(status, hint === undefined ? {} : { hint });
  }
}

/** kubectl's words for a 422: the one cause on the same line, several below each other, no cause twice. */
function invalidText({ message = "", details }: Status): string {
  if (!details) return message === "" ? "The request is invalid" : `The request is invalid: ${message}`;
  const { kind = "", name = "", causes = [] } = details;
  const lines = [...new Set(causes.map((cause) => `${cause.field ?? ""}: ${cause.message ?? ""}`))];
  const named = kind !== "" || name !== "";
  const subject = named ? `The ${kind} ${JSON.stringify(name)} is invalid` : "The request is invalid";
  if (lines.length === 1) return `${subject}: ${lines[0]}`;
  if (lines.length > 1) return [`${subject}: `, ...lines.map((line) => `* ${line}`)].join("\n");
  return named || message === "" ? subject : `${subject}: ${message}`;
}

const EXIT_CODES: Record<string, ExitCode> = {
  NotFound: ExitCode.notFound,
  Unauthorized: ExitCode.notAllowed,
  Forbidden: ExitCode.notAllowed,
  AlreadyExists: ExitCode.conflict,
  Conflict: ExitCode.conflict,
  Invalid: ExitCode.invalid,
  Timeout: ExitCode.timedOut,
  ServerTimeout: ExitCode.timedOut,
};

const exitCodeOf = ({ reason = "" }: Status): ExitCode =>
  Object.hasOwn(EXIT_CODES, reason) ? (EXIT_CODES[reason] ?? ExitCode.failed) : ExitCode.failed;

/** What was asked for, for the words of an answer that has none. */
export interface Asked {
  method: string;
  /** "services", "deployments.apps"; absent when the path names no resource. */
  resource?: string;
  name?: string;
}

/** client-go's NewGenericServerResponse: what a bare status code means. `body` is the server's text, if it sent any. */
export function genericStatus(code: number, body: string, asked: Asked): Status {
  const { reason, message } = meaningOf(code, body.trim() === "" ? "unknown" : body.trim(), asked.method);
  const where = [asked.resource, asked.name].filter((part) => part !== undefined && part !== "");
  const suffix = where.length > 0 ? ` (${[asked.method.toLowerCase(), ...where].join(" ")})` : "";
  const causes = [{ reason: "UnexpectedServerResponse", message: body.trim() }];
  const details = { name: asked.name ?? "", kind: asked.resource?.split(".")[0] ?? "", causes };
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: `${message}${suffix}`,
    reason,
    details,
    code,
  };
}

const MEANINGS: Record<number, readonly [reason: string, message: string]> = {
  400: ["BadRequest", "the server rejected our request for an unknown reason"],
  401: ["Unauthorized", "the server has asked for the client to provide credentials"],
  404: ["NotFound", "the server could not find the requested resource"],
  405: ["MethodNotAllowed", "the server does not allow this method on the requested resource"],
  422: ["Invalid", "the server rejected our request due to an error in our request"],
  429: ["TooManyRequests", "the server has received too many requests and has asked us to try again later"],
  503: ["ServiceUnavailable", "the server is currently unable to handle the request"],
  504: [
    "Timeout",
    "the server was unable to return a response in the time allotted, but may still be processing the request",
  ],
};

function meaningOf(code: number, body: string, method: string): { reason: string; message: string } {
  const [reason, message] = MEANINGS[code] ?? [];
  if (reason !== undefined && message !== undefined) return { reason, message };
  if (code === 403) return { reason: "Forbidden", message: body };
  if (code === 406) return { reason: "NotAcceptable", message: body };
  if (code === 415) return { reason: "UnsupportedMediaType", message: body };
  if (code === 409) {
    return { reason: method === "POST" ? "AlreadyExists" : "Conflict", message: "the server reported a conflict" };
  }
  if (code < 500) {
    return {
      reason: "Unknown",
      message: `the server responded with the status code ${code} but did not return more information`,
    };
  }
  const quoted = JSON.stringify(body.length > 2048 ? `${body.slice(0, 2048)}…` : body);
  return {
    reason: "InternalError",
    message: `an error on the server (${quoted}) has prevented the request from succeeding`,
  };
}
