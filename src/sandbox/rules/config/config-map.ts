import type { ConfigMap } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { defineRules } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { binarySizes, textSizes, validateKeys, validateLock, validateSize } from "./data.ts";

export function createConfigMapStrategy(): Strategy {
  return defineRules<ConfigMap>({
    name: subdomainName,
    repeatsMetadata: true,
    validate,
    validateUpdate: (map, previous) => [...validateLock(map, previous), ...validate(map)],
  });
}

const validate = ({ data = {}, binaryData = {} }: ConfigMap): Cause[] => [
  ...validateKeys("data", data, binaryData),
  ...validateKeys("binaryData", binaryData),
  ...validateSize("", [...textSizes(data), ...binarySizes(binaryData)]),
];
