import { notAcceptable } from "../status.ts";

/** The form in which a client wants its answer. */
export interface Form {
  contentType: "application/json" | "application/yaml";
  /** Absent: the objects themselves. */
  as?: "Table" | "PartialObjectMetadata";
  /** Of meta.k8s.io. */
  version: string;
}

interface Clause {
  type: string;
  parameters: ReadonlyMap<string, string>;
}

const json = "application/json";
const yaml = "application/yaml";
const offered = [json, yaml];
const wildcards: Readonly<Record<string, string>> = { "*/*": json, "application/*": json };

/** The first form of an Accept header that the API has. Throws 406 when there is none. */
export function negotiate(accept: string | undefined): Form {
  for (const clause of parseAccept(accept ?? "*/*")) {
    const form = formOf(clause);
    if (form) return form;
  }
  throw notAcceptable(offered);
}

/** An Accept header's clauses, those with a higher q first. */
export function parseAccept(header: string): Clause[] {
  const clauses = header.split(",").map((text): Clause => {
    const [type = "", ...parameters] = text.split(";").map((part) => part.trim());
    return { type: type.toLowerCase(), parameters: new Map(parameters.map(parseParameter)) };
  });
  const weight = ({ parameters }: Clause) => Number(parameters.get("q") ?? 1);
  return clauses.filter((clause) => clause.type !== "" && weight(clause) > 0).toSorted((a, b) => weight(b) - weight(a));
}

function parseParameter(text: string): [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function formOf({ type, parameters }: Clause): Form | undefined {
  const contentType = wildcards[type] ?? type;
  if (contentType !== json && contentType !== yaml) return undefined;
  const [as, group, version = "v1"] = ["as", "g", "v"].map((name) => parameters.get(name));
  if (as === undefined) return { contentType, version: "v1" };
  if (group !== "meta.k8s.io" || !["v1", "v1beta1"].includes(version)) return undefined;
  if (as === "Table") return { contentType, as, version };
  const isPartial = as === "PartialObjectMetadata" || as === "PartialObjectMetadataList";
  return isPartial ? { contentType, as: "PartialObjectMetadata", version } : undefined;
}
