import { JsonSyntaxError, parseJson } from "../schema/json.ts";
import { badRequest } from "../status.ts";

/** Where a list goes on. */
export interface ContinueToken {
  /** The revision whose state the list shows; -1: the newest, whatever changed meanwhile. */
  revision: number;
  /** The first key that is still to come, below the list's own place. */
  start: string;
}

const version = "meta.k8s.io/v1";

/** As the API server writes it: base64url of {v, rv, start}. Events are not cached there, which shows in `start`. */
export function writeContinueToken({ revision, start }: ContinueToken, isEvent: boolean): string {
  const text = JSON.stringify({ v: version, rv: revision, start: isEvent ? start : `/${start}` });
  return Buffer.from(text).toString("base64url");
}

/** Throws 400 for what is no token. */
export function readContinueToken(token: string): ContinueToken {
  const { v, rv, start } = readFields(token);
  if (v !== version) throw refuse(`server does not recognize this encoded version ${JSON.stringify(v ?? "")}`);
  if (typeof rv !== "number" || rv === 0) throw refuse(`incorrect encoded start resourceVersion (version ${version})`);
  if (typeof start !== "string" || start === "") throw refuse(`encoded start key empty (version ${version})`);
  const key = start.replace(/^\//, "");
  if (key.split("/").some((part) => part === ".." || part === ".")) throw refuse(start);
  return { revision: rv, start: key };
}

function readFields(token: string): Record<string, unknown> {
  const wrong = token.search(/[^\w-]/);
  if (wrong >= 0) throw refuse(`illegal base64 data at input byte ${wrong}`);
  try {
    const { value } = parseJson(Buffer.from(token, "base64url").toString());
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    throw error instanceof JsonSyntaxError ? refuse(error.message) : error;
  }
}

function refuse(why: string) {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}
