import type { Cause } from "./types.ts";

/** metav1.Status, as the API server answers a refusal. */
export interface Status {
  kind: "Status";
  apiVersion: "v1";
  /** `continue` stands in a refusal of a continue token: it goes on from there, with the state of now. */
  metadata: { continue?: string };
  status: "Failure" | "Success";
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code: number;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: { reason: string; message: string; field?: string }[];
  retryAfterSeconds?: number;
}

/** What a Status may be about: the group and either the plural or the kind, as the API server words each case. */
export interface Subject {
  group: string;
  plural: string;
  kind: string;
}

/** A refusal: `status` is the answer's body, its code the HTTP status. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: Status;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.status = {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      ...(reason !== "" && { reason }),
      ...(details && { details }),
      code,
    };
  }
}

/** "services", or "deployments.apps" outside of the core group. */
function qualified({ group }: Subject, word: string): string {
  return group === "" ? word : `${word}.${group}`;
}

function detailsOf({ group, plural }: Subject, name: string): StatusDetails {
  return { ...(name !== "" && { name }), ...(group !== "" && { group }), kind: plural };
}

/** 404: no object of that name. */
export function notFound(subject: Subject, name: string): ApiError {
  const message = `${qualified(subject, subject.plural)} "${name}" not found`;
  return new ApiError(404, "NotFound", message, detailsOf(subject, name));
}

/** 409: the name is taken. */
export function alreadyExists(subject: Subject, name: string): ApiError {
  const message = `${qualified(subject, subject.plural)} "${name}" already exists`;
  return new ApiError(409, "AlreadyExists", message, detailsOf(subject, name));
}

/** 409. `why` is a sentence without a final stop. */
export function conflict(subject: Subject, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(subject, subject.plural)} "${name}": ${why}`;
  return new ApiError(409, "Conflict", message, detailsOf(subject, name));
}

/** 409: the resourceVersion is not the stored one. */
export function modifiedMeanwhile(subject: Subject, name: string): ApiError {
  const why = "the object has been modified; please apply your changes to the latest version and try again";
  return conflict(subject, name, why);
}

/** 422. One cause stands in the message as it is, several as `[a, b]`. */
export function invalid(subject: Pick<Subject, "group" | "kind">, name: string, causes: readonly Cause[]): ApiError {
  const texts = [...new Set(causes.map(({ field, message }) => `${field}: ${message}`))];
  const text = texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
  const kind = subject.group === "" ? subject.kind : `${subject.kind}.${subject.group}`;
  return new ApiError(422, "Invalid", `${kind} "${name}" is invalid: ${text}`, {
    ...(name !== "" && { name }),
    ...(subject.group !== "" && { group: subject.group }),
    ...(subject.kind !== "" && { kind: subject.kind }),
    causes: causes.map(({ reason, message, field }) => ({ reason, message, field })),
  });
}

/** 400 */
export function badRequest(message: string): ApiError {
  return new ApiError(400, "BadRequest", message);
}

/** 403. `why` follows `services "x" is forbidden: `. */
export function forbidden(subject: Subject, name: string, why: string, causes?: StatusDetails["causes"]): ApiError {
  const what = qualified(subject, subject.plural) + (name === "" ? "" : ` "${name}"`);
  const details = { ...detailsOf(subject, name), ...(causes && { causes }) };
  return new ApiError(403, "Forbidden", `${what} is forbidden: ${why}`, details);
}

/** 401: nobody that we know. */
export function unauthorized(): ApiError {
  return new ApiError(401, "Unauthorized", "Unauthorized");
}

/** 405 */
export function methodNotAllowed(): ApiError {
  const message = "the server does not allow this method on the requested resource";
  return new ApiError(405, "MethodNotAllowed", message, {});
}

/** 404: no such path under a group and version that are served. */
export function noSuchResource(): ApiError {
  return new ApiError(404, "NotFound", "the server could not find the requested resource", {});
}

/** 415: a content type that is not read. */
export function unsupportedMediaType(message: string): ApiError {
  return new ApiError(415, "UnsupportedMediaType", message);
}

/** 406: no form that is offered is accepted. */
export function notAcceptable(accepted: readonly string[]): ApiError {
  const message = `only the following media types are accepted: ${accepted.join(", ")}`;
  return new ApiError(406, "NotAcceptable", message);
}

/** 413: a body of more than `limit` bytes. */
export function tooLarge(limit: number): ApiError {
  return new ApiError(413, "RequestEntityTooLarge", `Request entity too large: limit is ${limit}`, {});
}

/** 410: a resourceVersion or a continue token whose events are forgotten. `goOn` is another token to continue with. */
export function expired(message: string, goOn?: string): ApiError {
  const error = new ApiError(410, "Expired", message);
  if (goOn !== undefined) error.status.metadata.continue = goOn;
  return error;
}

/** 504: a resourceVersion that has not come yet. */
export function tooLargeVersion(wanted: string, current: number): ApiError {
  const message = `Timeout: Too large resource version: ${wanted}, current: ${current}`;
  return new ApiError(504, "Timeout", message, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
}

/** 500: a fault of ours. */
export function internalError(message: string): ApiError {
  return new ApiError(500, "InternalError", `Internal error occurred: ${message}`, {
    causes: [{ reason: "", message }],
  });
}
