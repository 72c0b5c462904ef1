import type { KubeObject, Metadata, OwnerReference } from "../../model/snapshot.ts";
import type { Cause } from "../types.ts";
import { byteLength, checkLabelValue, checkQualifiedName } from "./content.ts";
import { forbidden, invalid, invalidEach, notNegative, required, tooLong } from "./field-error.ts";
import { sameValue } from "./immutable.ts";
import { labelName, pathSegmentName, type NameRule } from "./names.ts";

/** 256 KiB for all annotations of an object together. */
const annotationBytes = 262_144;

const standardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"];

/** The metadata of an object of core and its neighbours: what every object must keep to, and the finalizers' names. */
export function validateMetadata(object: KubeObject, namespaced: boolean, name: NameRule): Cause[] {
  const finalizers = object.metadata?.finalizers ?? [];
  return [
    ...validateCommonMetadata(object, namespaced, name),
    ...finalizers.flatMap((finalizer, index) =>
      finalizer.includes("/") || standardFinalizers.includes(finalizer)
        ? []
        : [
            invalid(
              `metadata.finalizers[${index}]`,
              finalizer,
              "name is neither a standard finalizer name nor is it fully qualified",
            ),
          ],
    ),
  ];
}

/** apimachinery's ValidateObjectMeta. */
function validateCommonMetadata(object: KubeObject, namespaced: boolean, name: NameRule): Cause[] {
  const metadata = object.metadata ?? {};
  return [
    ...(metadata.generateName
      ? invalidEach("metadata.generateName", metadata.generateName, name(metadata.generateName, true))
      : []),
    ...(metadata.name
      ? invalidEach("metadata.name", metadata.name, name(metadata.name))
      : [required("metadata.name", "name or generateName is required")]),
    ...validateNamespaceOf(metadata, namespaced),
    ...notNegative("metadata.generation", metadata.generation),
    ...validateMarks(metadata),
    ...validateFinalizers(metadata.finalizers ?? []),
  ];
}

function validateNamespaceOf({ namespace }: Metadata, namespaced: boolean): Cause[] {
  if (!namespaced) return namespace ? [forbidden("metadata.namespace", "not allowed on this type")] : [];
  if (!namespace) return [required("metadata.namespace")];
  return invalidEach("metadata.namespace", namespace, labelName(namespace));
}

const validateMarks = ({ labels, annotations, ownerReferences }: Metadata): Cause[] => [
  ...validateLabels("metadata.labels", labels),
  ...validateAnnotations("metadata.annotations", annotations),
  ...validateOwnerReferences(ownerReferences ?? []),
];

/** Labels, or what has their form: selectors, node selectors. */
export const validateLabels = (field: string, labels: Record<string, string> = {}): Cause[] =>
  Object.entries(labels).flatMap(([key, value]) => [
    ...invalidEach(field, key, checkQualifiedName(key)),
    ...invalidEach(field, value, checkLabelValue(value)),
  ]);

export function validateAnnotations(field: string, annotations: Record<string, string> = {}): Cause[] {
  const entries = Object.entries(annotations);
  const size = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0);
  return [
    ...entries.flatMap(([key]) => invalidEach(field, key, checkQualifiedName(key.toLowerCase()))),
    ...(size > annotationBytes ? [tooLong(field, annotationBytes)] : []),
  ];
}

function validateOwnerReferences(owners: readonly OwnerReference[]): Cause[] {
  const field = "metadata.ownerReferences";
  const causes = owners.flatMap((owner) => validateOwner(field, owner));
  const [first, ...others] = owners.filter((owner) => owner.controller).map(({ kind, name }) => `${kind}/${name}`);
  const clash = 'Only one reference can have Controller set to true. Found "true" in references for';
  // each of them repeats all owners: more of them than anybody reads would keep the server busy for minutes
  return [...causes, ...others.slice(0, 10).map((other) => invalid(field, owners, `${clash} ${first} and ${other}`))];
}

function validateOwner(field: string, { apiVersion, kind, name, uid, ...rest }: OwnerReference): Cause[] {
  const empty = (key: string, value: string | undefined): Cause[] =>
    value ? [] : [invalid(`${field}.${key}`, "", "must not be empty")];
  const banned = apiVersion === "v1" && kind === "Event";
  return [
    ...(apiVersion ? [] : [invalid(`${field}.apiVersion`, "", "version must not be empty")]),
    ...empty("kind", kind),
    ...empty("name", name),
    ...empty("uid", uid),
    ...(banned
      ? [invalid(field, { apiVersion, kind, name, uid, ...rest }, "/v1, Kind=Event is disallowed from being an owner")]
      : []),
  ];
}

function validateFinalizers(finalizers: readonly string[]): Cause[] {
  const field = "metadata.finalizers";
  const both = finalizers.includes("orphan") && finalizers.includes("foregroundDeletion");
  return [
    ...finalizers.flatMap((finalizer) => invalidEach(field, finalizer, checkQualifiedName(finalizer))),
    ...(both ? [invalid(field, finalizers, "finalizer orphan and foregroundDeletion cannot be both set")] : []),
  ];
}

const immutableParts = [
  "name",
  "namespace",
  "uid",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
] as const;

/** apimachinery's ValidateObjectMetaUpdate. */
export function validateMetadataUpdate(object: KubeObject, previous: KubeObject): Cause[] {
  const [now, before] = [object.metadata ?? {}, previous.metadata ?? {}];
  const added = (now.finalizers ?? []).filter((finalizer) => !before.finalizers?.includes(finalizer)).toSorted();
  const list = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(", ")}}`;
  const refusal = "no new finalizers can be added if the object is being deleted, found new finalizers";
  return [
    ...(before.deletionTimestamp && added.length > 0 ? [forbidden("metadata.finalizers", `${refusal} ${list}`)] : []),
    ...immutableParts
      .filter((part) => !sameValue(now[part], before[part]))
      .map((part) => invalid(`metadata.${part}`, now[part] ?? "", "field is immutable")),
    ...validateMarks(now),
  ];
}

/** What the server checks of every updated object before its kind's own rules (rest.BeforeUpdate). */
export const validateUpdatedMetadata = (object: KubeObject, previous: KubeObject, namespaced: boolean): Cause[] => [
  ...validateCommonMetadata(object, namespaced, pathSegmentName),
  ...validateMetadataUpdate(object, previous),
];
