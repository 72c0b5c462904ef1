import type { Fact } from "../model/finding-facts.ts";
import { fieldsWords } from "./check-words-fields.ts";
import { kubeProxyWords } from "./check-words-kube-proxy.ts";
import { podsWords } from "./check-words-pods.ts";
import { portsWords } from "./check-words-ports.ts";
import { trafficWords } from "./check-words-traffic.ts";

/** What people read of a fact. Text from the cluster in it is not escaped yet. */
export interface FactWords {
  /** One sentence. */
  says: string;
  /** What proves it, a line each. */
  evidence: readonly string[];
  /** What to do, where more can be said than what is true of the code. */
  help?: string;
}

/** How facts of one kind are told. */
interface Words<F> {
  says: (fact: F) => string;
  evidence?: (fact: F) => string[];
  help?: (fact: F) => string | undefined;
}

/** Words for every kind of fact: one without words does not compile. */
export type WordsOf = { [Kind in Fact["kind"]]: Words<Extract<Fact, { kind: Kind }>> };

const words: WordsOf = { ...podsWords, ...portsWords, ...fieldsWords, ...trafficWords, ...kubeProxyWords };

/** The words of a fact. */
export function factWords(fact: Fact): FactWords {
  const { says, evidence, help } = words[fact.kind];
  const own = help?.(fact as never);
  return {
    says: says(fact as never),
    evidence: evidence?.(fact as never) ?? [],
    ...(own !== undefined && { help: own }),
  };
}
