import {
  boolYaml11Tag,
  FAILSAFE_SCHEMA,
  floatCoreTag,
  intCoreTag,
  load,
  mergeTag,
  nullCoreTag,
  YAMLException,
} from "js-yaml";

import { JsonSyntaxError, parseJson } from "../schema/json.ts";
import { type ApiError, badRequest, unsupportedMediaType } from "../status.ts";
import { parseProtobuf } from "./parse-protobuf.ts";
import { ProtobufError } from "./protobuf-reader.ts";

/** What was read, and what a strict reader would refuse. */
interface Parsed {
  value: unknown;
  complaints: readonly string[];
}

/** YAML as Kubernetes reads it: `on` and `yes` are true, times stay texts. */
const yamlSchema = FAILSAFE_SCHEMA.withTags(nullCoreTag, boolYaml11Tag, intCoreTag, floatCoreTag, mergeTag);

/** A YAML body that holds more values than this, aliases expanded, or holds itself, is refused. */
const mostValues = 1_000_000;
const deepest = 1000;

const parsers: Readonly<Record<string, (body: Buffer) => Parsed>> = {
  "application/json": parseJsonText,
  "application/yaml": (body) => parseYamlText(body.toString()),
  "application/vnd.kubernetes.protobuf": (body) => ({ value: parseProtobuf(body), complaints: [] }),
};

/** The body as plain JSON, by its content type (JSON when there is none). Throws 415 and 400; `word` is the kind's. */
export function parseBody(word: string, body: Buffer, contentType: string | undefined): Parsed {
  const type = mediaType(contentType) || "application/json";
  const parse = Object.hasOwn(parsers, type) ? parsers[type] : undefined;
  if (!parse) {
    const accepted = Object.keys(parsers).join(", ");
    throw unsupportedMediaType(
      `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
    );
  }
  return parseOrRefuse(word, body, parse);
}

/** A content type without its parameters, in lower case. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

function parseOrRefuse(word: string, body: Buffer, parse: (body: Buffer) => Parsed): Parsed {
  try {
    return parse(body);
  } catch (error) {
    if (error instanceof ProtobufError) throw unrecognized(word, error.message, body);
    if (!(error instanceof JsonSyntaxError || error instanceof YAMLException)) throw error;
    throw unrecognized(word, `couldn't get version/kind; json parse error: ${error.message}`, body);
  }
}

function parseJsonText(body: Buffer): Parsed {
  const { value, duplicates } = parseJson(body.toString());
  return { value, complaints: duplicates };
}

/** YAML, and so JSON too. Throws YAMLException. */
export function parseYamlText(text: string): Parsed {
  const value = load(text, { schema: yamlSchema, json: true, maxDepth: deepest }) ?? null;
  countValues(value, { left: mostValues }, 0);
  return { value, complaints: [] };
}

/** Aliases make a short text long: they are counted as often as they stand. */
function countValues(value: unknown, budget: { left: number }, depth: number): void {
  if (--budget.left < 0 || depth > deepest) throw new YAMLException("document contains excessive aliasing");
  if (typeof value !== "object" || value === null) return;
  for (const item of Object.values(value)) countValues(item, budget, depth + 1);
}

/** 400 for a body that is no object of any kind. */
export function unrecognized(word: string, why: string, body: Buffer): ApiError {
  return badRequest(`the object provided is unrecognized (must be of type ${word}): ${why} (${summarize(body)})`);
}

/** The start of a body, as the API server quotes it: JSON as it is, other things in hexadecimal. */
function summarize(body: Buffer): string {
  const most = 30;
  if (body.length === 0) return "<empty>";
  const start = body.subarray(0, most);
  const text = body[0] === 0x7b ? start.toString() : start.toString("hex");
  return body.length > most ? `${text} ...` : text;
}
