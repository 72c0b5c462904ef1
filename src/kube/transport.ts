import type { Agent } from "node:http";

import type { CliError } from "../errors.ts";
import type { ClusterConfig } from "../kubeconfig/cluster-config.ts";
import { linkSignals } from "../link-signals.ts";
import { type ClientCertificate, createAgent } from "./agent.ts";
import type { Authenticator, Credentials } from "./auth.ts";
import { type Attempt, connectionFailure, isNetworkFailure } from "./connection-failure.ts";
import { doingOf } from "./doing.ts";
import { exchange, type Incoming, readBody } from "./exchange.ts";
import { requestHeaders } from "./headers.ts";
import { refusal } from "./refusal.ts";
import { delayAfterAnswer, delayAfterFailure, MAX_RETRIES, type Pace } from "./retry.ts";
import { type Asked, StatusError } from "./status.ts";
import type { RequestTrace } from "./trace-requests.ts";
import { warningTexts } from "./warnings.ts";

export interface Request {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the server's URL, with its query: "/api/v1/namespaces?limit=500". */
  path: string;
  accept?: string;
  contentType?: string;
  body?: string;
  /** For the words of an answer that has none. */
  asked?: Omit<Asked, "method">;
  signal?: AbortSignal | undefined;
  endless?: boolean;
}

export interface TransportOptions {
  config: ClusterConfig;
  authenticator: Authenticator;
  env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds for each request; 0: no limit. */
  requestTimeout: number;
  signal: AbortSignal;
  pace: Pace;
  trace: RequestTrace;
  warn(text: string): void;
  /** Something begins that may take long; the function that comes back says that it is over. */
  progress(doing: string): () => void;
}

/** What came of one attempt: a value, or a failure and the milliseconds after which another attempt may be made. */
type Outcome<T> = { value: T } | { failure: CliError; again: number | undefined };

type Consume<T> = (incoming: Incoming, url: URL) => Promise<T>;

/** A request whose signal is the only one to heed. */
type Signalled = Request & { signal: AbortSignal };

/** Beyond this, connections cost a server more than they gain. */
const MOST_CONNECTIONS = 32;
const MAX_BODY = 256 * 1024 * 1024;

/** HTTP to one API server: credentials, retries, time limits. Failures come out as StatusError or ConnectionError. */
export class Transport {
  readonly #options: TransportOptions;
  #isWatching = false;
  readonly #agents = new Map<number, { certificate: ClientCertificate | undefined; made: Promise<Agent> }>();

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** Sends a request and reads its answer whole. Rejects when its status is not 2xx. */
  async request(request: Request): Promise<string> {
    const { signal, release } = linkSignals([this.#options.signal, request.signal]);
    try {
      return await this.#run({ ...request, signal }, (incoming, url) => this.#read(incoming, url), MAX_RETRIES);
    } finally {
      release();
    }
  }

  /**
   * Sends a GET whose answer has no end and resolves with its beginning. `--request-timeout` does not cut it off, and
   * it is not repeated when it breaks: only the caller knows what has been seen.
   */
  async open(request: Request): Promise<Incoming> {
    const { signal, release } = linkSignals([this.#options.signal, request.signal]);
    this.#isWatching = true;
    try {
      const incoming = await this.#run({ ...request, signal, endless: true }, async (opened) => opened, 0);
      incoming.stream.once("close", release);
      return incoming;
    } catch (thrown) {
      release();
      throw thrown;
    }
  }

  /** Whoever watches sees by what is shown that svcctl is at work. */
  #begin(request: Request): () => void {
    const { progress, config } = this.#options;
    return this.#isWatching ? () => {} : progress(`${doingOf(request)} (${config.server})`);
  }

  async #run<T>(request: Signalled, consume: Consume<T>, retries: number): Promise<T> {
    let refreshed = false;
    for (let attempt = 0; ; attempt++) {
      const credentials = await this.#options.authenticator.credentials();
      // not before: a plugin for credentials may talk to the user on the same terminal
      const done = this.#begin(request);
      const outcome = await this.#attempt(request, credentials, consume, attempt).finally(done);
      if ("value" in outcome) return outcome.value;
      const { failure, again } = outcome;
      if (!refreshed && failure instanceof StatusError && failure.code === 401) {
        refreshed = await this.#options.authenticator.refresh(credentials);
        if (refreshed) continue;
      }
      if (again === undefined || attempt >= retries) throw failure;
      await this.#options.pace.sleep(again, request.signal);
    }
  }

  async #attempt<T>(
    request: Signalled,
    credentials: Credentials,
    consume: Consume<T>,
    attempt: number,
  ): Promise<Outcome<T>> {
    const { config, requestTimeout, pace } = this.#options;
    const url = new URL(config.server + request.path);
    const limited = requestTimeout > 0 && request.endless !== true;
    const limit = limited ? linkSignals([request.signal], requestTimeout) : undefined;
    // the server need not go on working for longer either
    if (limited) url.searchParams.set("timeout", `${requestTimeout}ms`);
    const progress: Attempt = { url, method: request.method, phase: "connecting", timedOut: false };
    try {
      const incoming = await this.#send({ ...request, signal: limit?.signal ?? request.signal }, credentials, progress);
      if (incoming.status >= 200 && incoming.status < 300) return { value: await consume(incoming, url) };
      const asked = { ...request.asked, method: request.method };
      const failure = refusal(incoming.status, await this.#read(incoming, url), asked);
      return { failure, again: delayAfterAnswer(incoming.status, incoming.headers, pace, requestTimeout) };
    } catch (thrown) {
      if (request.signal.aborted || !isNetworkFailure(thrown)) throw thrown;
      this.#options.trace.failed(request.method, url, thrown);
      progress.timedOut = limit?.timedOut ?? false;
      const again = progress.timedOut ? undefined : delayAfterFailure(thrown, request.method, attempt, pace);
      return { failure: connectionFailure(thrown, progress), again };
    } finally {
      limit?.release();
    }
  }

  async #send(request: Signalled, credentials: Credentials, progress: Attempt): Promise<Incoming> {
    const { config, trace, warn } = this.#options;
    const { method, body, signal } = request;
    const { url } = progress;
    const headers = requestHeaders(request, config, credentials);
    const agent = await this.#agentFor(credentials.certificate, this.#breadthFor(request));
    trace.sent(method, url, headers, body);
    const began = Date.now();
    const onPhase = (phase: Attempt["phase"]) => void (progress.phase = phase);
    const incoming = await exchange({ method, url, headers, body, agent, signal, onPhase });
    const status = `${incoming.status} ${incoming.statusText}`;
    trace.answered(method, url, status, incoming.headers, Date.now() - began);
    warningTexts(incoming.warnings).forEach(warn);
    return incoming;
  }

  async #read({ stream }: Incoming, url: URL): Promise<string> {
    const body = await readBody(stream, MAX_BODY);
    this.#options.trace.body(url, body);
    return body;
  }

  /** A plugin may hand out a new certificate: then connections that were opened with the old one are of no use. */
  #agentFor(certificate: ClientCertificate | undefined, maxSockets: number): Promise<Agent> {
    const { config, env } = this.#options;
    const known = this.#agents.get(maxSockets);
    if (known && known.certificate?.certificate === certificate?.certificate) return known.made;
    const made = createAgent(config, certificate, env, maxSockets);
    this.#agents.set(maxSockets, { certificate, made });
    return made;
  }

  /**
   * How many connections a request may be one of. A handshake costs more than the requests that wait for it, so a server
   * on this machine is asked one thing after the other; unless waiting would never end, or count against a time limit.
   */
  #breadthFor({ endless }: Request): number {
    const { config, requestTimeout } = this.#options;
    return config.isLocal && !endless && requestTimeout === 0 ? 1 : MOST_CONNECTIONS;
  }
}
