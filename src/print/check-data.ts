import { CODES } from "../model/finding-codes.ts";
import type { Finding, ServiceName } from "../model/findings.ts";
import { type Severity, severities } from "../model/severity.ts";
import { factWords } from "./check-words.ts";

/** A finding with its words, and where it stands: what every format prints. */
export interface ToldFinding extends Finding {
  title: string;
  /** One sentence. */
  says: string;
  evidence: readonly string[];
  help: string;
  /** Undefined in a cluster. */
  place: Place | undefined;
}

/** Where an object stands in the files that -f names. */
export interface Place {
  /** As typed, a URL, or "STDIN". */
  file: string;
  line: number | undefined;
}

/** What a report says beside its findings. */
export interface CheckReport {
  /** The findings that count, then those that annotations silence. */
  findings: readonly ToldFinding[];
  silenced: readonly ToldFinding[];
  /** The Services that were checked. */
  names: readonly ServiceName[];
  /** The findings are of several namespaces, so each must say its own. */
  showNamespace: boolean;
}

/** Adds the words to a finding. Text from the cluster in them is not escaped yet. */
export function tellFinding(finding: Finding, place: Place | undefined): ToldFinding {
  const { code, severity, subject, services, fact, silenced } = finding;
  const { title, help: general } = CODES[code];
  const { says, evidence, help = general.replaceAll("SERVICE", subject.name) } = factWords(fact);
  // written out, since there may be very many
  return { code, severity, subject, services, fact, silenced, title, says, evidence, help, place };
}

/** How many findings there are of each severity. */
export function countSeverities(findings: readonly Finding[]): Record<Severity, number> {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return Object.fromEntries(severities.map((severity) => [severity, count(severity)])) as Record<Severity, number>;
}

/**
 * What `check -o json|yaml` prints: `findings`, `silenced` (each with the `reason` of its annotation) and `summary`. A
 * finding has `code`, `severity`, `title`, the `object`, the `services` that it concerns, `message`, `evidence`, `help`,
 * its `facts` under a stable `kind`, and the `file` and `line`, if there are any.
 */
export function checkData({ findings, silenced, names }: CheckReport): unknown {
  return {
    findings: findings.map(findingData),
    silenced: silenced.map((finding) => ({ ...findingData(finding), reason: finding.silenced })),
    summary: { services: names.length, ...countSeverities(findings), silenced: silenced.length },
  };
}

function findingData({ code, severity, title, subject, services, says, evidence, help, fact, place }: ToldFinding) {
  return { code, severity, title, object: subject, services, message: says, evidence, help, facts: fact, ...place };
}
