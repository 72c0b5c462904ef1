/**
 * Exit codes of svcctl. kubectl says 1 for every failure; these tell them apart and stay non-zero where kubectl's is.
 * What svcctl refuses itself has the code that a server's refusal for the same reason has.
 */
export const ExitCode = {
  done: 0,
  /** What no other code stands for. */
  failed: 1,
  /** The command line cannot be carried out, whatever the cluster holds: flags, arguments, selectors, templates. */
  usage: 2,
  /** What the line names is not there: an object, a type, a file, an entry of the kubeconfig. */
  notFound: 3,
  notAllowed: 4,
  /** What is there stands against it: a name that is taken, a label without --overwrite, another version or count. */
  conflict: 5,
  /** What was handed in as data is wrong: a manifest, a patch. */
  invalid: 6,
  /** No cluster can be reached, or none is named. */
  noConnection: 7,
  /** What was waited for did not come in time. */
  timedOut: 8,
  findings: 9,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A failure that the user can understand. `message` is what stands after `error: `; `hint` says what to do next. */
export class CliError extends Error {
  override readonly name: string = "CliError";
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, options: { exitCode?: ExitCode; hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? ExitCode.failed;
    this.hint = options.hint;
  }

  /** The same failure with another exit code. */
  withExitCode(exitCode: ExitCode): this {
    return Object.defineProperty(Object.create(this) as this, "exitCode", { value: exitCode });
  }

  /** The whole text for stderr, without the hint and without a final newline. */
  get text(): string {
    return `error: ${this.message}`;
  }

  /** The text among several failures of one run: there kubectl leaves `error: ` out. */
  get collectedText(): string {
    return this.message;
  }

  /**
   * The same failure, with where it happened told first: `error when creating "x.yaml": …`. A subclass that words its
   * text from other data than `message` overrides it.
   */
  prefixed(where: string): CliError {
    const { exitCode, hint, cause } = this;
    return new CliError(`${where}: ${this.message}`, { exitCode, cause, ...(hint !== undefined && { hint }) });
  }
}

/** The command line itself is wrong: an unknown flag, a missing argument, two flags that exclude each other. */
export class UsageError extends CliError {
  override readonly name: string = "UsageError";

  constructor(message: string, hint?: string) {
    super(message, { exitCode: ExitCode.usage, ...(hint !== undefined && { hint }) });
  }
}

/** What kubectl does and svcctl leaves to it. The hint becomes the kubectl command line: the whole line as it was typed. */
export class LeftToKubectl extends UsageError {
  override readonly name: string = "LeftToKubectl";
}

/** An answer that the exit code alone gives (`diff` found differences, `auth can-i` says no): stderr stays empty. */
export class SilentExit extends CliError {
  override readonly name: string = "SilentExit";

  constructor(exitCode: ExitCode) {
    super(`exit code ${exitCode}`, { exitCode });
  }
}

/** A fault in svcctl itself. Its stack is shown under `-v`. */
export class InternalError extends CliError {
  override readonly name: string = "InternalError";

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), {
      cause,
      hint: "This is a fault in svcctl. Run the command again with -v=1 to see where.",
    });
  }

  override get text(): string {
    return `internal error: ${this.message}`;
  }
}

/** Several failures of one run, each shown on its own; the exit code is their common one, else 1. */
export class Failures extends CliError {
  override readonly name: string = "Failures";
  readonly failures: readonly CliError[];

  constructor(failures: readonly CliError[]) {
    const codes = new Set(failures.map((failure) => failure.exitCode));
    const [only] = codes;
    super(failures.map((failure) => failure.message).join("\n"), {
      exitCode: codes.size === 1 && only !== undefined ? only : ExitCode.failed,
    });
    this.failures = failures;
  }

  override get text(): string {
    return this.failures.map((failure) => failure.collectedText).join("\n");
  }
}

/** Lets through what the user can understand; anything else is a fault and ends the run. */
export function asCliError(thrown: unknown): CliError {
  if (thrown instanceof CliError) return thrown;
  throw thrown;
}

/** What of several attempts succeeded, and what failed, in their order. A failure that is no CliError ends all. */
export async function settleAll<T>(attempts: readonly Promise<T>[]): Promise<{ done: T[]; failures: CliError[] }> {
  const settled = await Promise.allSettled(attempts);
  return {
    done: settled.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : [])),
    failures: settled.flatMap((outcome) => (outcome.status === "rejected" ? [asCliError(outcome.reason)] : [])),
  };
}

/** Throws what was collected: nothing, the one failure itself, or all as `Failures`. */
export function throwCollected(failures: readonly CliError[]): void {
  const [only] = failures;
  if (failures.length === 1 && only) throw only;
  if (failures.length > 1) throw new Failures(failures);
}
