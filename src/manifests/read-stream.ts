import { CliError, ExitCode } from "../errors.ts";
import { MOST_BYTES } from "./limits.ts";

/** Reads a stream of bytes to its end, and not beyond the limit: it may have no end. `name` is its name in messages. */
export async function readStream(stream: AsyncIterable<unknown>, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) throw tooLarge(name);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

export const tooLarge = (name: string): CliError =>
  new CliError(`error parsing ${name}: more than ${MOST_BYTES} bytes are too many for manifests`, {
    exitCode: ExitCode.invalid,
  });
