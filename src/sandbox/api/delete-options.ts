import { badRequest } from "../status.ts";
import type { Cause, DeleteCall } from "../types.ts";
import { decodeAs, requireSchema } from "./decode-as.ts";
import type { Exchange } from "./exchange.ts";
import { parseBody } from "./parse-body.ts";
import { invalidOptions, readDryRun, readFlag, readNumber, unsupported } from "./query.ts";
import { readBody } from "./read-body.ts";

/** meta.k8s.io/v1 DeleteOptions: what a body says, else what the query says. */
interface DeleteOptions {
  gracePeriodSeconds?: number | undefined;
  propagationPolicy?: string | undefined;
  orphanDependents?: boolean | undefined;
  preconditions?: { uid?: string; resourceVersion?: string } | undefined;
  dryRun?: readonly string[] | undefined;
}

/** Reads a body as DeleteOptions; an empty one leaves it to the query. Throws 400, 415 and 422. */
export async function readDeleteOptions({ request, query }: Exchange): Promise<DeleteCall> {
  const body = await readBody(request);
  const options = body.length > 0 ? decodeOptions(body, request.headers["content-type"]) : queryOptions(query);
  return toDeleteCall(options);
}

function decodeOptions(body: Buffer, contentType: string | undefined): DeleteOptions {
  const { value } = parseBody("DeleteOptions", body, contentType);
  const refuse = (why: string) =>
    badRequest(`DeleteOptions in version "v1" cannot be handled as a DeleteOptions: ${why}`);
  return decodeAs(requireSchema("v1", "DeleteOptions"), value, refuse).object as DeleteOptions;
}

function queryOptions(query: URLSearchParams): DeleteOptions {
  return {
    gracePeriodSeconds: readNumber(query, "gracePeriodSeconds"),
    propagationPolicy: query.get("propagationPolicy") ?? undefined,
    orphanDependents: readFlag(query, "orphanDependents"),
    dryRun: query.getAll("dryRun"),
  };
}

const policies = ["Foreground", "Background", "Orphan"] as const;

/** Checks DeleteOptions as apimachinery's ValidateDeleteOptions, and brings the older orphanDependents to a policy. */
export function toDeleteCall(options: DeleteOptions): DeleteCall {
  const { propagationPolicy: policy, orphanDependents: orphan, gracePeriodSeconds, preconditions } = options;
  const dryRun = readDryRun("DeleteOptions", options.dryRun ?? []);
  if (policy !== undefined && orphan !== undefined) {
    throw invalidOptions("DeleteOptions", bothSet(policy));
  }
  const known = policies.find((word) => word === policy);
  if (policy !== undefined && !known) {
    throw invalidOptions("DeleteOptions", unsupported("propagationPolicy", policy, [...policies, "nil"]));
  }
  const older = orphan === undefined ? undefined : orphan ? ("Orphan" as const) : ("Background" as const);
  const propagationPolicy = known ?? older;
  return {
    dryRun,
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(propagationPolicy && { propagationPolicy }),
    ...(preconditions && { preconditions }),
  };
}

function bothSet(policy: string): Cause {
  const why = "orphanDependents and deletionPropagation cannot be both set";
  const message = `Invalid value: ${JSON.stringify(policy)}: ${why}`;
  return { reason: "FieldValueInvalid", message, field: "propagationPolicy" };
}
