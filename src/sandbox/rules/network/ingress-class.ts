import type { IngressClass, IngressClassParametersReference } from "../../../model/kinds.ts";
import type { Cause, Strategy } from "../../types.ts";
import { checkPathSegment, checkSubdomain1123 } from "../content.ts";
import { forbidden, invalid, invalidEach, notSupported, required, tooLong } from "../field-error.ts";
import { immutable } from "../immutable.ts";
import { defineRules } from "../kind-rules.ts";
import { labelName, subdomainName } from "../names.ts";

const longestController = 250;
const httpPath = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

export function createIngressClassStrategy(): Strategy {
  return defineRules<IngressClass>({
    name: subdomainName,
    namespaced: false,
    generationParts: ["spec"],
    repeatsMetadata: true,
    setDefaults({ spec }) {
      if (spec?.parameters) spec.parameters.scope ??= "Cluster";
    },
    validate,
    validateUpdate: (ingressClass, previous) => [
      ...immutable("spec.controller", ingressClass.spec?.controller ?? "", previous.spec?.controller),
      ...validate(ingressClass),
    ],
  });
}

function validate({ spec = {} }: IngressClass): Cause[] {
  const { controller, parameters } = spec;
  return [
    ...(controller ? validateController("spec.controller", controller) : [required("spec.controller")]),
    ...(parameters ? validateParameters("spec.parameters", parameters) : []),
  ];
}

/** A domain, a slash and a path: `acme.io/controller`. */
function validateController(field: string, controller: string): Cause[] {
  const long = controller.length > longestController ? [tooLong(field, longestController)] : [];
  const [host, ...rest] = controller.split("/");
  const path = rest.join("/");
  if (!host || !path) {
    return [...long, invalid(field, controller, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const isPath = new RegExp(`^${httpPath}$`).test(path);
  return [
    ...long,
    ...invalidEach(field, host, checkSubdomain1123(host)),
    ...(isPath ? [] : [invalid(field, path, `Invalid path (regex used for validation is '${httpPath}')`)]),
  ];
}

function validateParameters(field: string, parameters: IngressClassParametersReference): Cause[] {
  const { apiGroup, kind, name, scope = "", namespace } = parameters;
  const segment = (key: string, value: string): Cause[] =>
    value ? invalidEach(`${field}.${key}`, value, checkPathSegment(value)) : [required(`${field}.${key}`)];
  return [
    ...(apiGroup === undefined ? [] : invalidEach(`${field}.apiGroup`, apiGroup, checkSubdomain1123(apiGroup))),
    ...segment("kind", kind),
    ...segment("name", name),
    ...validateScope(field, scope, namespace),
  ];
}

function validateScope(field: string, scope: string, namespace: string | undefined): Cause[] {
  if (scope === "Cluster") {
    return namespace === undefined ? [] : [forbidden(`${field}.namespace`, "`parameters.scope` is set to 'Cluster'")];
  }
  if (scope !== "Namespace") return [notSupported(`${field}.scope`, scope, ["Cluster", "Namespace"])];
  if (namespace === undefined) return [required(`${field}.namespace`, "`parameters.scope` is set to 'Namespace'")];
  return invalidEach(`${field}.namespace`, namespace, labelName(namespace));
}
