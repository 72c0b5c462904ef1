import { CODES } from "../model/finding-codes.ts";
import { codes } from "../model/finding-kinds.ts";
import type { Severity } from "../model/severity.ts";
import type { CheckReport, ToldFinding } from "./check-data.ts";
import { toJson } from "./json.ts";

const LEVELS: Record<Severity, string> = { error: "error", warning: "warning", info: "note" };

/**
 * SARIF 2.1.0 (OASIS), as code scanners take it: every code is a rule, every finding a result. What annotations silence is
 * there with its suppression. `version` is svcctl's own.
 */
export function sarifText({ findings, silenced }: CheckReport, version: string): string {
  const run = {
    tool: { driver: { name: "svcctl", version, rules: codes.map(ruleOf) } },
    results: [...findings, ...silenced].map(resultOf),
  };
  return toJson({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] });
}

function ruleOf(code: (typeof codes)[number]) {
  const { severity, title, why, help } = CODES[code];
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: help },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(finding: ToldFinding) {
  const { code, severity, says, evidence, help, silenced, subject } = finding;
  const fullyQualifiedName = `${subject.namespace}/${subject.kind}/${subject.name}`;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: [says, ...evidence, help].join("\n") },
    locations: [
      {
        ...placeOf(finding),
        logicalLocations: [{ name: subject.name, fullyQualifiedName, kind: "resource" }],
      },
    ],
    partialFingerprints: { "svcctl/v1": `${code} ${fullyQualifiedName} ${says}` },
    ...(silenced !== undefined && { suppressions: [{ kind: "inSource", justification: silenced }] }),
  };
}

/** Where the object stands in a file; standard input and a cluster are no files. */
function placeOf({ place }: ToldFinding) {
  if (!place || place.file === "STDIN") return {};
  const region = place.line === undefined ? undefined : { startLine: place.line };
  return { physicalLocation: { artifactLocation: { uri: uriOf(place.file) }, region } };
}

/** A path as a URI reference; a URL is one already. */
function uriOf(file: string): string {
  if (/^https?:\/\//.test(file)) return file;
  const path = file.split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${path}` : path;
}
