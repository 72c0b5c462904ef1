import { isIP } from "node:net";

import { ExitCode } from "../errors.ts";
import { ConnectionError } from "./connection-error.ts";

/** How far a request had come when it failed. */
export type Phase = "connecting" | "awaiting headers" | "reading body";

/** What is known of a failed request. */
export interface Attempt {
  method: string;
  url: URL;
  phase: Phase;
  /** Whether `--request-timeout` cut it off. */
  timedOut: boolean;
}

/** A failure of the network or of TLS as one line in kubectl's words, with what to do next. */
export function connectionFailure(thrown: unknown, attempt: Attempt): ConnectionError {
  const { url } = attempt;
  if (attempt.timedOut) return timeOut(attempt, thrown);
  const failure = thrown as NodeJS.ErrnoException;
  if (failure.code === "ECONNREFUSED") {
    const text = `The connection to the server ${url.host} was refused - did you specify the right host or port?`;
    return new ConnectionError(text, { cause: thrown });
  }
  const { reason, hint, isLasting = false } = explain(failure, url);
  const exitCode = failure.code === "ETIMEDOUT" ? ExitCode.timedOut : ExitCode.noConnection;
  return new ConnectionError(`Unable to connect to the server: ${reason}`, {
    cause: thrown,
    exitCode,
    isLasting,
    hint: [hint ?? `The server is ${url.origin}.`, ...doubt(attempt)].join(" "),
  });
}

/** After a write that broke off, nobody knows whether it was done: that must be said. */
function doubt({ method, phase }: Attempt): string[] {
  if (method === "GET" || phase === "connecting") return [];
  return ["It is not known whether the server carried out the request."];
}

const TIME_OUTS: Record<Phase, string> = {
  connecting:
    "net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
  "awaiting headers": "net/http: request canceled (Client.Timeout exceeded while awaiting headers)",
  "reading body": "net/http: request canceled (Client.Timeout or context cancellation while reading body)",
};

const timeOut = (attempt: Attempt, cause: unknown): ConnectionError =>
  new ConnectionError(`Unable to connect to the server: ${TIME_OUTS[attempt.phase]}`, {
    cause,
    exitCode: ExitCode.timedOut,
    hint: [`${attempt.url.origin} did not answer within --request-timeout.`, ...doubt(attempt)].join(" "),
  });

interface Explanation {
  reason: string;
  hint?: string;
  /** The certificate must change before another attempt can succeed. */
  isLasting?: true;
}

const unknownAuthority = (url: URL): Explanation => ({
  reason: "tls: failed to verify certificate: x509: certificate signed by unknown authority",
  hint: `The certificate of ${url.origin} is not of a known authority. Name its CA with --certificate-authority.`,
  isLasting: true,
});

const outOfDate = (url: URL): Explanation => ({
  reason: "tls: failed to verify certificate: x509: certificate has expired or is not yet valid",
  hint: `The certificate of ${url.origin} must be renewed, or this machine's clock is wrong.`,
  isLasting: true,
});

/** Node's error codes, in Go's words. */
const EXPLANATIONS: Record<string, (url: URL, failure: NodeJS.ErrnoException) => Explanation> = {
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  CERT_SIGNATURE_FAILURE: unknownAuthority,
  INVALID_CA: unknownAuthority,
  CERT_HAS_EXPIRED: outOfDate,
  CERT_NOT_YET_VALID: outOfDate,
  ERR_TLS_CERT_ALTNAME_INVALID: (url, failure) => ({
    reason: `tls: failed to verify certificate: x509: ${nameFault(failure, url)}`,
    hint: `Another server than the one meant may answer at ${url.origin}. If it is right: --tls-server-name.`,
    isLasting: true,
  }),
  ERR_INVALID_CHAR: (_, { message }) => ({
    reason: `net/http: invalid header field value for ${/"[^"]+"/.exec(message)?.[0] ?? "a header"}`,
  }),
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: () => ({
    reason: "tls: private key does not match public key",
    hint: "The user's client-key belongs to another certificate than client-certificate.",
    isLasting: true,
  }),
  EPROTO: (url, { message }) =>
    /wrong version number|packet length too long|http request/i.test(message)
      ? {
          reason: "http: server gave HTTP response to HTTPS client",
          hint: `${url.host} speaks plain HTTP. If it is meant to: --server=http://${url.host}`,
        }
      : { reason: `tls: ${sslReason(message)}` },
  ENOTFOUND: ({ hostname }) => ({
    reason: `dial tcp: lookup ${hostname}: no such host`,
    hint: `Check the server's name in the kubeconfig, or --server.`,
  }),
  EAI_AGAIN: ({ hostname }) => ({ reason: `dial tcp: lookup ${hostname}: temporary failure in name resolution` }),
  ETIMEDOUT: ({ host }) => ({ reason: `dial tcp ${host}: i/o timeout` }),
  EHOSTUNREACH: ({ host }) => ({ reason: `dial tcp ${host}: connect: no route to host` }),
  ENETUNREACH: ({ host }) => ({ reason: `dial tcp ${host}: connect: network is unreachable` }),
  ECONNRESET: ({ host }, { message }) => ({
    reason:
      message === "socket hang up" || message === "aborted" ? "EOF" : `read tcp ${host}: connection reset by peer`,
    hint: `${host} closed the connection before its answer was complete.`,
  }),
  EPIPE: ({ host }) => ({ reason: `write tcp ${host}: broken pipe` }),
};

function explain(failure: NodeJS.ErrnoException, url: URL): Explanation {
  const code = failure.code ?? "";
  if (Object.hasOwn(EXPLANATIONS, code)) return EXPLANATIONS[code]?.(url, failure) ?? { reason: failure.message };
  if (code.startsWith("ERR_SSL_")) return { reason: `tls: ${sslReason(failure.message)}` };
  if (code.startsWith("HPE_")) {
    return { reason: `malformed HTTP response (${failure.message})`, hint: `${url.origin} does not speak HTTP.` };
  }
  return { reason: failure.message };
}

/** OpenSSL's own words, out of a line such as `40…:error:0A00045C:SSL routines:fn:tlsv13 alert certificate required:…`. */
function sslReason(message: string): string {
  return /SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message;
}

/** Go's words: a name is compared with the certificate's names, an address with its addresses. */
function nameFault(failure: NodeJS.ErrnoException, { hostname }: URL): string {
  const { cert, host = hostname } = failure as { cert?: { subjectaltname?: string }; host?: string };
  const kind = isIP(host) === 0 ? "DNS:" : "IP Address:";
  const names = (cert?.subjectaltname ?? "").split(", ").filter((name) => name.startsWith(kind));
  const valid = names.map((name) => shortAddress(name.slice(kind.length)));
  if (valid.length > 0) return `certificate is valid for ${valid.join(", ")}, not ${host}`;
  return kind === "DNS:"
    ? `certificate is not valid for any names, but wanted to match ${host}`
    : `cannot validate certificate for ${host} because it doesn't contain any IP SANs`;
}

const shortAddress = (name: string): string =>
  isIP(name) === 6 ? new URL(`https://[${name}]`).hostname.slice(1, -1) : name;

/** What node's network, TLS and streams raise, beside what svcctl itself throws and its bugs. */
export function isNetworkFailure(thrown: unknown): boolean {
  return (
    thrown instanceof Error && ("code" in thrown || thrown.name === "TimeoutError" || thrown instanceof AggregateError)
  );
}
