import { escapeText } from "../print/escape.ts";

/** What `-v` shows of requests, by klog's levels: 6 the line, 7 what was sent, 8 and above what came back. */
export interface RequestTrace {
  sent(method: string, url: URL, headers: Record<string, string | string[]>, body: string | undefined): void;
  answered(method: string, url: URL, status: string, headers: Record<string, unknown>, milliseconds: number): void;
  body(url: URL, text: string): void;
  failed(method: string, url: URL, thrown: unknown): void;
}

/** Headers whose values are secrets. */
const SECRET_HEADERS = new Set(["authorization", "cookie", "set-cookie", "proxy-authorization"]);
/** Query parameters whose values are secrets: of a path for `get --raw`, say. */
const SECRET_PARAMETERS = /([?&](?:[a-z_-]*token|password|client_secret|code|key)=)[^&#]*/gi;
/** How much of a body is shown at levels 8 and 9; all of it above. */
const BODY_LIMITS: Record<number, number> = { 8: 1024, 9: 10240 };
/** Bodies of these kinds hold credentials. */
const SECRET_KINDS = /"kind"\s*:\s*"(Secret|SecretList|TokenRequest|TokenReview)"/;

/** What stands below these holds credentials, patches and Tables of it too, which name no kind. */
const SECRET_PATHS =
  /\/api\/v1\/(?:(?:watch\/)?(?:namespaces\/[^/]+\/)?secrets|namespaces\/[^/]+\/serviceaccounts\/[^/]+\/token)(?:\/|$)|\/tokenreviews(?:\/|$)/;

/** Shows requests on `note`, credentials masked, control characters escaped. */
export function traceRequests(verbosity: number, note: (text: string) => void): RequestTrace {
  const at = (level: number, text: () => string) => {
    if (verbosity >= level) note(escapeText(text(), { keepLines: true }));
  };
  return {
    sent: (method, url, headers, body) => {
      at(7, () => `${method} ${shown(url)}\n${headerLines("Request Headers", headers)}`);
      if (body !== undefined) at(8, () => `Request Body: ${shownBody(url, body, verbosity)}`);
    },
    answered: (method, url, status, headers, milliseconds) => {
      at(6, () => `${method} ${shown(url)} ${status} in ${Math.round(milliseconds)} milliseconds`);
      at(8, () => headerLines("Response Headers", headers));
    },
    body: (url, text) => at(8, () => `Response Body: ${shownBody(url, text, verbosity)}`),
    failed: (method, url, thrown) =>
      at(6, () => `${method} ${shown(url)} failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`),
  };
}

function shown(url: URL): string {
  const masked = new URL(url);
  if (masked.username !== "" || masked.password !== "") [masked.username, masked.password] = ["masked", ""];
  return masked.href.replace(SECRET_PARAMETERS, "$1<masked>");
}

function headerLines(title: string, headers: Record<string, unknown>): string {
  const lines = Object.entries(headers).map(([name, value]) => `    ${name}: ${shownHeader(name, String(value))}`);
  return [`${title}:`, ...lines].join("\n");
}

function shownHeader(name: string, value: string): string {
  if (!SECRET_HEADERS.has(name.toLowerCase())) return value;
  const scheme = /^(Bearer|Basic) /.exec(value)?.[0] ?? "";
  return `${scheme}<masked>`;
}

function shownBody({ pathname }: URL, text: string, verbosity: number): string {
  if (SECRET_PATHS.test(pathname) || SECRET_KINDS.test(text)) return "<masked>";
  const limit = BODY_LIMITS[verbosity] ?? Infinity;
  return text.length <= limit ? text : `${text.slice(0, limit)} [truncated ${text.length - limit} chars]`;
}
