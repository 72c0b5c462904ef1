import type { Container } from "../../../model/kinds.ts";
import type { Cause } from "../../types.ts";
import { checkQualifiedName } from "../content.ts";
import { invalid, invalidEach } from "../field-error.ts";
import { parseQuantity } from "../quantity.ts";

type Quantities = Record<string, string>;

const containerResources = ["cpu", "memory", "ephemeral-storage"];

/** Requests and limits of a container: known names, quantities that are not negative, requests within limits. */
export function validateResources(field: string, resources: Container["resources"]): Cause[] {
  const { limits = {}, requests = {} } = resources ?? {};
  return [
    ...validateQuantities(`${field}.limits`, limits),
    ...validateQuantities(`${field}.requests`, requests),
    ...Object.entries(requests).flatMap(([name, wanted]) => {
      const limit = limits[name];
      if (limit === undefined || (parseQuantity(wanted) ?? 0) <= (parseQuantity(limit) ?? 0)) return [];
      const detail = `must be less than or equal to ${name} limit of ${limit}`;
      return [invalid(`${field}.requests`, wanted, detail)];
    }),
  ];
}

const validateQuantities = (field: string, quantities: Quantities): Cause[] =>
  Object.entries(quantities).flatMap(([name, quantity]) => [
    ...validateName(`${field}[${name}]`, name),
    ...((parseQuantity(quantity) ?? 0) < 0
      ? [invalid(`${field}[${name}]`, quantity, "must be greater than or equal to 0")]
      : []),
  ]);

function validateName(field: string, name: string): Cause[] {
  const malformed = invalidEach(field, name, checkQualifiedName(name));
  const known = name.includes("/") || name.startsWith("hugepages-") || containerResources.includes(name);
  return malformed.length > 0 || known
    ? malformed
    : [invalid(field, name, "must be a standard resource for containers")];
}

type Class = "BestEffort" | "Burstable" | "Guaranteed";

/** ComputePodQOS: by what the containers ask for of CPU and memory. */
export function classOf(containers: readonly Container[]): Class {
  const amounts = containers.flatMap(({ resources }) =>
    ["cpu", "memory"].map((name) => ({ request: set(resources?.requests, name), limit: set(resources?.limits, name) })),
  );
  if (amounts.every(({ request, limit }) => !request && !limit)) return "BestEffort";
  const guaranteed = amounts.every(({ request, limit }) => limit !== undefined && (request ?? limit) === limit);
  return guaranteed ? "Guaranteed" : "Burstable";
}

const set = (quantities: Quantities = {}, name: string): number | undefined => parseQuantity(quantities[name] ?? "");
