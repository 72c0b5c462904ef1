import { JsonSyntaxError, parseJson } from "../schema/json.ts";
import type { FieldType, Schema } from "../schema/schema.ts";
import { schemaOf } from "../schema/schema.ts";
import numbersByPackage from "./protobuf-numbers.json" with { type: "json" };
import { ProtobufError, readFields, readPacked } from "./protobuf-reader.ts";

/** The field numbers of a message, by name. A name like "#2" is a message whose fields JSON shows as the outer one's. */
interface Numbers {
  readonly [field: string]: number | Numbers;
}

const packages: Readonly<Record<string, Readonly<Record<string, Numbers>>>> = numbersByPackage;

/** What stands before each object: "k8s" and a zero byte. */
const prefix = Buffer.from([0x6b, 0x38, 0x73, 0]);

/**
 * Reads an object as typed clients send it (kubectl's create, auth and drain among them): an envelope with the type, and
 * the object as a message of Kubernetes' generated.proto. The result is what the same object is in JSON, with empty
 * values where protobuf has them. Throws `ProtobufError`.
 */
export function parseProtobuf(body: Buffer): unknown {
  if (!body.subarray(0, prefix.length).equals(prefix)) {
    throw new ProtobufError("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
  }
  const envelope = readMembers(body.subarray(prefix.length));
  const type = readMembers(bytesOf(envelope.get(1)));
  const apiVersion = textOf(type.get(1));
  const kind = textOf(type.get(2));
  const schema = schemaOf(apiVersion, kind);
  return { ...(schema && readObject(schema, bytesOf(envelope.get(2)))), apiVersion, kind };
}

/** The last value of each field: for messages that JSON writes as one plain value. */
function readMembers(bytes: Buffer): Map<number, bigint | Buffer> {
  return new Map([...readFields(bytes)].map(({ number, value }) => [number, value]));
}

function bytesOf(value: bigint | Buffer | undefined): Buffer {
  return value === undefined || typeof value === "bigint" ? Buffer.alloc(0) : value;
}

const textOf = (value: bigint | Buffer | undefined): string => bytesOf(value).toString();

const integerOf = (value: bigint | Buffer | undefined): bigint =>
  typeof value === "bigint" ? BigInt.asIntN(64, value) : 0n;

type Members = Record<string, unknown>;

/** Has no prototype, so that a key called `__proto__` is a key like any other. */
const noMembers = (): Members => Object.create(null) as Members;

function readObject(schema: Schema, bytes: Buffer): Members {
  const object = noMembers();
  readInto(object, schema, packages[schema.package]?.[schema.name] ?? {}, bytes);
  return object;
}

function readInto(object: Members, schema: Schema, numbers: Numbers, bytes: Buffer): void {
  const byNumber = fieldsByNumber(numbers);
  for (const { number, value } of readFields(bytes)) {
    const found = byNumber.get(number);
    if (found === undefined) continue;
    const type = typeof found === "string" ? schema.fields.get(found)?.type : undefined;
    if (typeof found !== "string") readInto(object, schema, found, bytesOf(value));
    else if (type) object[found] = readValue(type, value, object[found]);
  }
}

/** The name of each field, or the fields that are shown in its place. */
function fieldsByNumber(numbers: Numbers): Map<number, string | Numbers> {
  const entries = Object.entries(numbers).map(([name, number]): [number, string | Numbers] =>
    typeof number === "number" ? [number, name] : [Number(name.slice(1)), number],
  );
  return new Map(entries);
}

function readValue(type: FieldType, value: bigint | Buffer, before: unknown): unknown {
  switch (type.kind) {
    case "scalar":
      return scalars[type.scalar](value);
    case "struct":
      return readObject(type.schema, bytesOf(value));
    case "list":
      return [...((before as unknown[] | undefined) ?? []), ...readItems(type.item, value)];
    case "map": {
      const entry = readMembers(bytesOf(value));
      const map = (before as Members | undefined) ?? noMembers();
      map[textOf(entry.get(1))] = readEntry(type.item, entry.get(2) ?? Buffer.alloc(0));
      return map;
    }
  }
}

/** One item, or all of a packed list. */
function readItems(item: FieldType, value: bigint | Buffer): unknown[] {
  const isPacked = item.kind === "scalar" && /^(bool|int)/.test(item.scalar) && typeof value !== "bigint";
  const values = isPacked && item.scalar !== "intOrString" ? [...readPacked(value)] : [value];
  return values.map((one) => readValue(item, one, undefined));
}

/** A map's value; a list there is a message of its own (ExtraValue). */
function readEntry(item: FieldType, value: bigint | Buffer): unknown {
  if (item.kind !== "list") return readValue(item, value, undefined);
  return [...readFields(bytesOf(value))].flatMap((field) => readItems(item.item, field.value));
}

type Scalar = Extract<FieldType, { kind: "scalar" }>["scalar"];

const scalars: Readonly<Record<Scalar, (value: bigint | Buffer) => unknown>> = {
  string: textOf,
  bool: (value) => value === 1n,
  int32: (value) => Number(integerOf(value)),
  int64: (value) => Number(integerOf(value)),
  bytes: (value) => bytesOf(value).toString("base64"),
  quantity: (value) => textOf(readMembers(bytesOf(value)).get(1)),
  time: readTime,
  microTime: readTime,
  intOrString(value) {
    const members = readMembers(bytesOf(value));
    return integerOf(members.get(1)) === 1n ? textOf(members.get(3)) : Number(integerOf(members.get(2)));
  },
  any: (value) => readRaw(textOf(readMembers(bytesOf(value)).get(1))),
};

/** JSON within a message (RawExtension). */
function readRaw(text: string): unknown {
  try {
    return text === "" ? null : parseJson(text).value;
  } catch (error) {
    throw error instanceof JsonSyntaxError ? new ProtobufError(error.message) : error;
  }
}

/** Seconds and nanoseconds since 1970; zero is no time. */
function readTime(value: bigint | Buffer): string | null {
  const members = readMembers(bytesOf(value));
  const [seconds, nanoseconds] = [integerOf(members.get(1)), integerOf(members.get(2))];
  if (seconds === 0n && nanoseconds === 0n) return null;
  const time = new Date(Number(seconds) * 1000 + Number(nanoseconds / 1_000_000n));
  if (Number.isNaN(time.getTime())) throw new ProtobufError("time out of range");
  return nanoseconds === 0n ? time.toISOString().replace(".000Z", "Z") : time.toISOString().replace("Z", "000Z");
}
