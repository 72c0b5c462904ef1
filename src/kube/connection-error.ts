import { CliError, ExitCode } from "../errors.ts";

/** The server could not be reached, or what answered does not speak the Kubernetes API. */
export class ConnectionError extends CliError {
  override readonly name: string = "ConnectionError";
  /** Whether another attempt would fail alike: the server's certificate is not trusted, say. */
  readonly isLasting: boolean;
  readonly #text: string;

  constructor(
    text: string,
    options: { exitCode?: ExitCode; hint?: string; cause?: unknown; isLasting?: boolean } = {},
  ) {
    super(text, { exitCode: ExitCode.noConnection, ...options });
    this.isLasting = options.isLasting ?? false;
    this.#text = text;
  }

  override get text(): string {
    return this.#text;
  }

  override get collectedText(): string {
    return this.#text;
  }

  /** Where it happened adds nothing: the next request would fail alike. */
  override prefixed(): ConnectionError {
    return this;
  }
}

/** kubectl's words for credentials that could not be had. */
export const credentialsError = (reason: string, hint?: string): ConnectionError =>
  new ConnectionError(
    `Unable to connect to the server: getting credentials: ${reason}`,
    hint === undefined ? {} : { hint },
  );
