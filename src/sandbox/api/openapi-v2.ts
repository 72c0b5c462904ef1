import { serverVersion } from "../version.ts";

const info = { title: "Kubernetes", version: serverVersion };

/**
 * The OpenAPI v2 document. kubectl reads it when it has no answer from v3 (for a List, and for kinds that are not
 * served) and skips what has no definition here: validation is the server's, by fieldValidation.
 */
export const openApiV2 = { swagger: "2.0", info, paths: {} };

/** The media type of that document as protobuf. Clients ask for it under an older name, which is no valid type. */
export const openApiV2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

/** Whether a type in an Accept header means that one, under either name. */
export function asksForProtobuf(type: string): boolean {
  return type.replace("@", ".") === openApiV2Protobuf;
}

/** The same document as gnostic's protobuf message: swagger is its field 1, info 2 (title 1, version 2). */
export function encodeOpenApiV2(): Buffer {
  const members = Buffer.concat([textField(1, info.title), textField(2, info.version)]);
  return Buffer.concat([textField(1, openApiV2.swagger), lengthField(2, members)]);
}

function textField(number: number, text: string): Buffer {
  return lengthField(number, Buffer.from(text));
}

/** A field of less than 128 bytes. */
function lengthField(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}
