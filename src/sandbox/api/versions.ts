import { ApiError, invalid, tooLargeVersion } from "../status.ts";
import type { Cause } from "../types.ts";
import { readFlag } from "./query.ts";

/** Which state a list or a watch asks for. */
export interface VersionWish {
  /** "" and "0" leave it to the server. */
  resourceVersion: string;
  match: string;
  revision: number;
  sendInitialEvents: boolean | undefined;
}

/** Reads and checks resourceVersion, resourceVersionMatch and sendInitialEvents. */
export function readVersions(query: URLSearchParams, verb: "list" | "watch"): VersionWish {
  const resourceVersion = query.get("resourceVersion") ?? "";
  const match = query.get("resourceVersionMatch") ?? "";
  const sendInitialEvents = readFlag(query, "sendInitialEvents");
  const wish = { resourceVersion, match, sendInitialEvents, revision: Number(resourceVersion) };
  const causes = (verb === "list" ? listCauses : watchCauses)(wish, query.get("continue") ?? "");
  if (causes.length > 0) throw invalid({ group: "meta.k8s.io", kind: "ListOptions" }, "", causes);
  if (!/^\d*$/.test(resourceVersion)) {
    const text = JSON.stringify(resourceVersion);
    const why = `strconv.ParseUint: parsing ${text}: invalid syntax`;
    throw new ApiError(500, "", `resourceVersion: Invalid value: ${text}: ${why}`);
  }
  return wish;
}

/** Throws 504 when the revision has not come yet. */
export function requireReached({ resourceVersion, revision }: VersionWish, current: number): void {
  if (revision > current) throw tooLargeVersion(resourceVersion, current);
}

/** A rule that is broken, and what is said then. */
type Check = [broken: boolean, cause: Cause];

const causesOf = (checks: readonly Check[]): Cause[] => checks.filter(([broken]) => broken).map(([, cause]) => cause);

function forbidden(field: string, why: string): Cause {
  return { reason: "FieldValueForbidden", message: `Forbidden: ${why}`, field };
}

function unknownMatch(match: string, supported: string): Cause {
  const message = `Unsupported value: ${JSON.stringify(match)}: supported values: ${supported}`;
  return { reason: "FieldValueNotSupported", message, field: "resourceVersionMatch" };
}

const matchField = "resourceVersionMatch";
const notOlder = "NotOlderThan";
const noContinue = forbidden(matchField, `${matchField} is forbidden when continue is provided`);

/** apimachinery's ValidateListOptions. */
function listCauses({ match, resourceVersion, sendInitialEvents }: VersionWish, goOn: string): Cause[] {
  const given = match !== "";
  return causesOf([
    [
      given && resourceVersion === "",
      forbidden(matchField, `${matchField} is forbidden unless resourceVersion is provided`),
    ],
    [given && goOn !== "", noContinue],
    [given && match !== "Exact" && match !== notOlder, unknownMatch(match, '"Exact", "NotOlderThan", ""')],
    [
      match === "Exact" && resourceVersion === "0",
      forbidden(matchField, `${matchField} "exact" is forbidden for resourceVersion "0"`),
    ],
    [sendInitialEvents !== undefined, forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list")],
  ]);
}

/** The same for a watch. */
function watchCauses({ match, sendInitialEvents }: VersionWish, goOn: string): Cause[] {
  const [given, initial] = [match !== "", sendInitialEvents !== undefined];
  return causesOf([
    [
      initial && match !== notOlder,
      forbidden(matchField, `sendInitialEvents requires setting ${matchField} to ${notOlder}`),
    ],
    [
      given && !initial,
      forbidden(matchField, `${matchField} is forbidden for watch unless sendInitialEvents is provided`),
    ],
    [given && match !== notOlder, unknownMatch(match, '"NotOlderThan"')],
    [given && goOn !== "", noContinue],
  ]);
}
