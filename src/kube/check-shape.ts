import { objectFault } from "../model/object-shape.ts";
import { list, map, nullable, required, type Shape, shapeFault, text, texts } from "../model/shape.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { ConnectionError } from "./connection-error.ts";
import { parseGroupVersion } from "./resources.ts";

/** The fields of metadata that svcctl reads, of every kind. */
const METADATA: Shape = {
  name: text,
  generateName: text,
  namespace: text,
  uid: text,
  resourceVersion: text,
  continue: text,
  creationTimestamp: nullable(text),
  deletionTimestamp: text,
  labels: texts,
  annotations: texts,
  finalizers: [text],
  ownerReferences: [map],
  managedFields: [map],
};
const OBJECT = { apiVersion: text, kind: text, metadata: METADATA };
const LIST: Shape = { ...OBJECT, items: required(nullable([OBJECT])) };
const COLUMN: Shape = { name: required(text), type: text, format: text, description: text };
const TABLE: Shape = {
  ...OBJECT,
  columnDefinitions: nullable([COLUMN]),
  rows: nullable([{ cells: required(list), object: OBJECT }]),
};

/** Throws a ConnectionError for what is no Table. */
export function checkTable(answer: Record<string, unknown>): void {
  if (shapeFault(answer, TABLE) !== undefined) throw notA("Table");
}

/** Throws a ConnectionError for what is no list of objects of a kind; `kind` with its group: "Deployment.apps". */
export function checkList(answer: unknown, kind: string): void {
  if (shapeFault(answer, LIST) !== undefined) throw notA("list");
  for (const item of (answer as { items: object[] | null }).items ?? []) checkFields(item, kind);
}

interface Expected {
  isNamed: boolean;
  /** With its group; the answer's own when absent. */
  kind?: string | undefined;
}

/** Throws a ConnectionError for what is no object of the API: a kind and, if `isNamed`, a name; or a Status. */
export function checkObject(answer: unknown, { isNamed, kind: expected }: Expected): void {
  if (shapeFault(answer, OBJECT) !== undefined) throw notA("Kubernetes object");
  const { apiVersion, kind, metadata } = answer as KubeObject;
  if (kind === "Status") return;
  if (!kind || (isNamed && !metadata?.name)) throw notA("Kubernetes object");
  checkFields(answer as object, expected ?? kindWithGroup(kind, parseGroupVersion(apiVersion ?? "").group));
}

/** "Service", "Deployment.apps" */
export const kindWithGroup = (kind: string, group: string): string => (group === "" ? kind : `${kind}.${group}`);

function checkFields(object: object, kind: string): void {
  const fault = objectFault(object, kind);
  if (fault !== undefined) throw notA(`${kind.split(".")[0]}: ${fault}`);
}

/** Lets an answer pass that checkObject does not refuse. */
export const checked =
  (expected: Expected) =>
  (answer: KubeObject): KubeObject => {
    checkObject(answer, expected);
    return answer;
  };

/** Throws a ConnectionError that names the field for an answer of another shape than it must have. */
export function checkAnswer(answer: object, shape: Shape, what: string): void {
  const fault = shapeFault(answer, shape);
  if (fault !== undefined) throw notA(`${what}: ${fault}`);
}

const notA = (what: string): ConnectionError =>
  new ConnectionError(`error: the server's answer is not a ${what}`, {
    hint: "Check that the server is a Kubernetes API server, and that no proxy or login page answers in its place.",
    isLasting: true,
  });
