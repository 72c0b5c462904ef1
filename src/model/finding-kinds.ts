import { CODES, type Code } from "./finding-codes.ts";
import type { Fact } from "./finding-facts.ts";
import type { Severity } from "./severity.ts";

/** The code of each kind of finding, and its severity where it is milder than the code's. */
export const KINDS: Readonly<Record<Fact["kind"], { code: Code; severity?: Severity }>> = {
  "no-pod-matches": { code: "SVC001" },
  "none-ready": { code: "SVC002" },
  "some-not-ready": { code: "SVC003" },
  "no-such-target-port": { code: "SVC004" },
  "target-port-on-some": { code: "SVC005" },
  "target-port-numbers": { code: "SVC005", severity: "info" },
  "undeclared-target": { code: "SVC006" },
  "named-protocol-differs": { code: "SVC007" },
  "number-protocol-differs": { code: "SVC007", severity: "warning" },
  "several-workloads": { code: "SVC008" },
  "several-versions": { code: "SVC008", severity: "info" },
  "node-port-clash": { code: "SVC009" },
  "address-clash": { code: "SVC009" },
  "nodes-without-endpoint": { code: "SVC010" },
  "load-balancer-skips-nodes": { code: "SVC010", severity: "info" },
  "load-balancer-pending": { code: "SVC011" },
  "no-selector-no-slices": { code: "SVC012" },
  "port-not-served": { code: "SVC012" },
  "external-name-is-address": { code: "SVC013" },
  "external-name-is-itself": { code: "SVC013" },
  "external-name-ports": { code: "SVC013", severity: "info" },
  "headless-target-differs": { code: "SVC014" },
  "address-without-pod": { code: "SVC015" },
  "pods-in-no-slice": { code: "SVC015" },
  "deprecated-field": { code: "SVC016" },
  "stateful-set-without-service": { code: "SVC017", severity: "info" },
  "stateful-set-service-missing": { code: "SVC017" },
  "stateful-set-service-not-headless": { code: "SVC017" },
  "route-to-no-service": { code: "SVC018" },
  "route-to-no-port": { code: "SVC018" },
  "policies-let-nobody-in": { code: "SVC019" },
  "single-endpoint": { code: "SVC020" },
  "publishes-not-ready": { code: "SVC021" },
  "matches-elsewhere": { code: "SVC022" },
  "node-port-out-of-range": { code: "SVC023" },
  "service-name-not-dns": { code: "SVC024" },
  "port-name-not-dns": { code: "SVC024" },
  "affinity-on-headless": { code: "SVC025" },
  "affinity-by-node": { code: "SVC025" },
  "affinity-by-protocol": { code: "SVC025" },
  "proxy-mode-deprecated": { code: "SVC026" },
  "node-ports-closed": { code: "SVC026" },
  "strict-arp-off": { code: "SVC026" },
};

/** The codes in their order. */
export const codes = Object.keys(CODES) as Code[];

/** Whether a word is a code. */
export const isCode = (word: string): word is Code => Object.hasOwn(CODES, word);

/** The folder below examples/ that shows a code (shows.yaml) and how it should be (healthy.yaml), named as a sentence. */
export const exampleFolder = (code: Code): string =>
  `check/${code}-${CODES[code].title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
