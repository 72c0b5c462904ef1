import {
  binaryTag,
  defineScalarTag,
  FAILSAFE_SCHEMA,
  mergeTag,
  NOT_RESOLVED,
  type ScalarTagDefinition,
  type Schema,
} from "js-yaml";

import { resolvePlain } from "../print/yaml-resolve.ts";

type Plain = ReturnType<typeof resolvePlain>;

/** A tag that takes those plain scalars whose value, as kubectl reads them, is of one type. */
function tagOf(name: string, accepts: (value: Plain) => boolean): ScalarTagDefinition<Plain> {
  return defineScalarTag<Plain>(`tag:yaml.org,2002:${name}`, {
    implicit: true,
    resolve: (source) => {
      const value = resolvePlain(source);
      return accepts(value) ? value : NOT_RESOLVED;
    },
    identify: () => false,
  });
}

/** Dates stay the strings that they are. */
const timestampTag = defineScalarTag<string>("tag:yaml.org,2002:timestamp", {
  resolve: (source) => source,
  identify: () => false,
});

/** YAML as kubectl reads it (YAML 1.1 as Go's yaml.v2 has it), without tags that stand for anything but plain data. */
export const KUBECTL_SCHEMA: Schema = FAILSAFE_SCHEMA.withTags(
  tagOf("null", (value) => value === null),
  tagOf("bool", (value) => typeof value === "boolean"),
  tagOf("int", (value) => typeof value === "number" && Number.isInteger(value)),
  tagOf("float", (value) => typeof value === "number"),
  mergeTag,
  binaryTag,
  timestampTag,
);
