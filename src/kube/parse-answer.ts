import { ConnectionError } from "./connection-error.ts";

/** Reads an answer's JSON object. `asked` names the request. Throws a ConnectionError for what is none. */
export function parseAnswer<T extends object = Record<string, unknown>>(body: string, asked: string): T {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (thrown) {
    throw new ConnectionError(`error: the answer to ${asked} ${fault(body)}`, { cause: thrown, hint: HINT });
  }
  if (isObject(parsed)) return parsed as T;
  throw new ConnectionError(`error: the answer to ${asked} is not a JSON object`, { hint: HINT });
}

const HINT = "Check that the server is a Kubernetes API server, and that no proxy or login page answers in its place.";

function fault(body: string): string {
  const start = body.trimStart();
  if (start === "") return "is empty";
  if (start.startsWith("<")) return "is HTML, not JSON";
  if (start.startsWith("{")) return "is not complete JSON: the connection may have been cut";
  return `is not JSON: it begins with ${JSON.stringify(start.slice(0, 40))}`;
}

/** Whether a value is an object of JSON. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The objects in a list; none when it is no list. */
export const objectsIn = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
