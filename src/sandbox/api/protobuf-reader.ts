/** The bytes are no protobuf message. */
export class ProtobufError extends Error {
  override readonly name = "ProtobufError";
}

/** A field of a message: a number for what is sent as one, else bytes. */
export interface WireField {
  number: number;
  value: bigint | Buffer;
}

const fixedSizes: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/** The fields of a message, in their order. Throws `ProtobufError`. */
export function* readFields(bytes: Buffer): Generator<WireField> {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    const number = Number(tag.value >> 3n);
    const wire = Number(tag.value & 7n);
    at = tag.end;
    if (wire === 0) {
      const { value, end } = readVarint(bytes, at);
      at = end;
      yield { number, value };
      continue;
    }
    const { size, start } = sizeOf(bytes, at, wire);
    at = start + size;
    if (at > bytes.length) throw new ProtobufError("unexpected EOF");
    yield { number, value: bytes.subarray(start, at) };
  }
}

function sizeOf(bytes: Buffer, at: number, wire: number): { size: number; start: number } {
  if (wire === 2) {
    const { value, end } = readVarint(bytes, at);
    return { size: Number(value), start: end };
  }
  const size = fixedSizes[wire];
  if (size === undefined) throw new ProtobufError(`illegal wireType ${wire}`);
  return { size, start: at };
}

/** The numbers of a packed list. */
export function* readPacked(bytes: Buffer): Generator<bigint> {
  for (let at = 0; at < bytes.length;) {
    const { value, end } = readVarint(bytes, at);
    at = end;
    yield value;
  }
}

function readVarint(bytes: Buffer, start: number): { value: bigint; end: number } {
  let value = 0n;
  for (let at = start, shift = 0n; shift < 70n; at++, shift += 7n) {
    const byte = bytes[at];
    if (byte === undefined) throw new ProtobufError("unexpected EOF");
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  throw new ProtobufError("integer overflow");
}
