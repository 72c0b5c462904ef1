import type { KubeObject } from "../model/snapshot.ts";
import { ConnectionError } from "./connection-error.ts";
import { isObject } from "./parse-answer.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isListOf = (item: Check) => (value: unknown) => Array.isArray(value) && value.every(item);
const isTexts: Check = (value) => isObject(value) && Object.values(value).every(isText);

/** The fields of metadata that svcctl reads, of every kind. */
const METADATA: Readonly<Record<string, Check>> = {
  name: isText,
  generateName: isText,
  namespace: isText,
  uid: isText,
  resourceVersion: isText,
  continue: isText,
  creationTimestamp: isText,
  deletionTimestamp: isText,
  labels: isTexts,
  annotations: isTexts,
  finalizers: isListOf(isText),
  ownerReferences: isListOf(isObject),
  managedFields: isListOf(isObject),
};
const OBJECT: Readonly<Record<string, Check>> = { apiVersion: isText, kind: isText, metadata: hasFields(METADATA) };
const LIST: Readonly<Record<string, Check>> = { ...OBJECT, items: isListOf(hasFields(OBJECT)) };
const COLUMN: Readonly<Record<string, Check>> = { type: isText, format: isText, description: isText };
const ROW: Readonly<Record<string, Check>> = { object: hasFields(OBJECT) };
const TABLE: Readonly<Record<string, Check>> = {
  ...OBJECT,
  columnDefinitions: isListOf((column) => hasFields(COLUMN)(column) && isText((column as { name?: unknown }).name)),
  rows: isListOf((row) => hasFields(ROW)(row) && Array.isArray((row as { cells?: unknown }).cells)),
};

/** Whether a value is an object whose fields, where there are any, are as they must be; Go writes nil as null. */
function hasFields(fields: Readonly<Record<string, Check>>): Check {
  return (value) =>
    isObject(value) &&
    Object.entries(fields).every(
      ([name, check]) => value[name] === undefined || value[name] === null || check(value[name]),
    );
}

/** Throws a ConnectionError for what is no Table. */
export function checkTable(answer: Record<string, unknown>): void {
  if (!hasFields(TABLE)(answer)) throw notA("Table");
}

/** Throws a ConnectionError for what is no list of objects. */
export function checkList(answer: unknown): void {
  if (!hasFields(LIST)(answer) || !("items" in (answer as object))) throw notA("list");
}

/** Throws a ConnectionError for what is no object of the API: a kind and, if `isNamed`, a name; or a Status. */
export function checkObject(answer: unknown, isNamed: boolean): void {
  if (!hasFields(OBJECT)(answer)) throw notA("Kubernetes object");
  const { kind, metadata } = answer as KubeObject;
  if (kind === "Status") return;
  if (!kind || (isNamed && !metadata?.name)) throw notA("Kubernetes object");
}

/** Lets an answer pass that checkObject does not refuse. */
export const checked =
  (isNamed: boolean) =>
  (answer: KubeObject): KubeObject => {
    checkObject(answer, isNamed);
    return answer;
  };

const notA = (what: string): ConnectionError =>
  new ConnectionError(`error: the server's answer is not a ${what}`, {
    hint: "Check that the server is a Kubernetes API server, and that no proxy or login page answers in its place.",
    isLasting: true,
  });
