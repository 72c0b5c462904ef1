import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { decode, DecodeError, emptyObject } from "../../../src/sandbox/schema/decode.ts";
import { schemaOf } from "../../../src/sandbox/schema/schema.ts";

// objects as a kube-apiserver v1.36.2 wrote them
const recorded = JSON.parse(
  readFileSync(new URL("../../recordings/objects.json", import.meta.url), "utf8"),
) as KubeObject[];

function schema(kind: string, apiVersion = "v1") {
  const found = schemaOf(apiVersion, kind);
  assert.ok(found);
  return found;
}

const specOf = (kind: string, raw: object) => decode(schema(kind), raw).object["spec"];

for (const object of recorded) {
  test(`a recorded ${object.kind} reads as it is written, text and all`, () => {
    const decoded = decode(schema(object.kind ?? "", object.apiVersion), object);
    assert.equal(JSON.stringify(decoded.object), JSON.stringify(object));
    assert.deepEqual(decoded.unknownFields, []);
  });
}

// the first is recorded; the others follow Go's encoding/json and Kubernetes' own decoders
const REFUSALS: [string, object, string][] = [
  [
    "Service",
    { spec: { ports: [{ port: "http" }] } },
    "json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32",
  ],
  [
    "Service",
    { spec: { ports: [{ port: 1.5 }] } },
    "json: cannot unmarshal number 1.5 into Go struct field ServicePort.spec.ports.port of type int32",
  ],
  [
    "Service",
    { spec: { ports: {} } },
    "json: cannot unmarshal object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort",
  ],
  ["Service", { spec: [] }, "json: cannot unmarshal array into Go struct field Service.spec of type v1.ServiceSpec"],
  [
    "Service",
    { metadata: { labels: { a: true } } },
    "json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string",
  ],
  [
    "Service",
    { spec: { type: 5 } },
    "json: cannot unmarshal number into Go struct field ServiceSpec.spec.type of type v1.ServiceType",
  ],
  ["Service", { spec: { ports: [{ targetPort: true }] } }, "json: cannot unmarshal bool into Go value of type int32"],
  [
    "Service",
    { metadata: { creationTimestamp: "today" } },
    'parsing time "today" as "2006-01-02T15:04:05Z07:00": cannot parse "today" as "2006"',
  ],
  ["Secret", { data: { a: "!" } }, "illegal base64 data at input byte 0"],
  [
    "Pod",
    { spec: { containers: [{ resources: { limits: { cpu: "much" } } }] } },
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  ],
];
for (const [kind, raw, message] of REFUSALS) {
  test(`${JSON.stringify(raw)} is refused: ${message}`, () => {
    assert.throws(() => decode(schema(kind), raw), new DecodeError(message));
  });
}

const PATCHED_REFUSALS: [object, string][] = [
  [{ spec: { ports: [{ port: "http" }] } }, "unrecognized type: int32"],
  [{ spec: { ports: {} } }, "cannot restore slice from map"],
  [{ spec: { selector: "a" } }, "cannot restore map from string"],
  [{ spec: 5 }, "cannot restore struct from: int64"],
];
for (const [raw, message] of PATCHED_REFUSALS) {
  test(`${JSON.stringify(raw)} out of a strategic merge patch is refused: ${message}`, () => {
    assert.throws(() => decode(schema("Service"), raw, "patched"), new DecodeError(message));
  });
}

test("unknown fields are named by their paths and left out", () => {
  const raw = { spec: { ports: [{ port: 1, targtPort: 2 }], Type: "NodePort" }, constructor: 1 };
  const { object, unknownFields } = decode(schema("Service"), raw);
  assert.deepEqual(unknownFields, [
    'unknown field "spec.ports[0].targtPort"',
    'unknown field "spec.Type"',
    'unknown field "constructor"',
  ]);
  assert.deepEqual(object["spec"], { ports: [{ port: 1, targetPort: 0 }] });
});

test("a hundred unknown fields are named at most", () => {
  const raw = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`x${index}`, 1]));
  assert.equal(decode(schema("Service"), raw).unknownFields.length, 100);
});

test("null and empty optional fields are as if they were not there", () => {
  const raw = { spec: { type: null, selector: {}, externalIPs: [], clusterIP: "", publishNotReadyAddresses: false } };
  assert.deepEqual(specOf("Service", raw), {});
});

test("a zero behind a pointer is kept", () => {
  assert.deepEqual(specOf("Service", { spec: { sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } } } }), {
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } },
  });
});

test("a null in a list or a map is its type's zero", () => {
  assert.deepEqual(specOf("Service", { spec: { ports: [null], selector: { a: null } } }), {
    ports: [{ port: 0, targetPort: 0 }],
    selector: { a: "" },
  });
});

test("a key called __proto__ is a key like any other in a map, and an unknown field elsewhere", () => {
  const raw = JSON.parse('{"data": {"__proto__": "x"}, "__proto__": {"polluted": true}}') as object;
  const { object, unknownFields } = decode(schema("ConfigMap"), raw);
  assert.deepEqual(Object.entries(object["data"] as object), [["__proto__", "x"]]);
  assert.deepEqual(unknownFields, ['unknown field "__proto__"']);
  assert.equal("polluted" in {}, false);
});

test("an empty object shows what Go always writes", () => {
  assert.deepEqual(emptyObject(schema("Deployment", "apps/v1")), {
    metadata: {},
    spec: { selector: null, strategy: {}, template: { metadata: {}, spec: { containers: null } } },
    status: {},
  });
});

test("kinds that are not in the table have no schema", () => {
  for (const [apiVersion, kind] of [
    ["v1", "Widget"],
    ["example.com/v1", "Service"],
    ["v1", "constructor"],
  ] as const) {
    assert.equal(schemaOf(apiVersion, kind), undefined);
  }
});
