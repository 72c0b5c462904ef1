import { CliError, ExitCode } from "../errors.ts";

const isNotFound = (error: unknown): error is CliError =>
  error instanceof CliError && error.exitCode === ExitCode.notFound;

/**
 * Reads an object. One that is not found in a namespace that is not there either is told of the namespace, as kubectl
 * 1.36 does; `readNamespace` asks for it.
 */
export async function readInNamespace<T>(
  read: () => Promise<T>,
  namespace: string | undefined,
  readNamespace: (name: string) => Promise<unknown>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isNotFound(error) || !namespace || namespace === "default") throw error;
    const missing = await readNamespace(namespace).then(
      () => undefined,
      (reason: unknown) => (isNotFound(reason) ? reason : undefined),
    );
    throw missing ?? error;
  }
}
