import type { Answer, Attempt } from "../model/dns-lookup.ts";
import { absolute } from "../model/dns-records.ts";
import { type Line, lineText } from "./lines.ts";
import type { Look } from "./table.ts";

/** The questions that a Pod's resolver asks for a name. */
export interface Lookup {
  /** As it was typed. */
  name: string;
  /** The Pod's. */
  namespace: string;
  questions: readonly Attempt[];
}

/** The questions, in order, and the answer of each: in the same form on every terminal, whatever the names are. */
export function lookupText({ name, namespace, questions }: Lookup, look: Look & { width: number | undefined }): string {
  const head = { indent: 0, text: `A Pod in namespace ${namespace} looks up ${name}:` };
  const digits = String(questions.length).length;
  const lines = questions.flatMap((attempt, at): Line[] => [
    { indent: 0, text: `${String(at + 1).padStart(digits)}  ${attempt.name}`, paint: look.style.bold },
    ...rows("asked", [howText(name, attempt)], digits),
    ...rows("answer", answerLines(attempt.answer), digits),
  ]);
  return [head, ...lines].map((line) => lineText(line, look.width)).join("");
}

const LABEL = "answer  ".length;

const rows = (label: string, texts: readonly string[], digits: number): Line[] =>
  texts.map((text, at) =>
    at === 0 ? { indent: digits + 2, text: `${label.padEnd(LABEL)}${text}` } : { indent: digits + 2 + LABEL, text },
  );

function howText(typed: string, { name, search }: Attempt): string {
  if (search !== undefined) return `with search domain ${search.slice(0, -1)}`;
  return name === absolute(typed) ? "as typed" : "as the reverse name of the address";
}

function answerLines(answer: Answer): string[] {
  switch (answer.kind) {
    case "records":
      return [
        ...answer.records.map(({ type, data }) => `${type} ${data}`),
        ...(answer.by === "CoreDNS" ? PODS_INSECURE : []),
      ];
    case "no-data":
      return ["NOERROR, without a record: the name exists, but stands for nothing"];
    case "no-such-name":
      return [`NXDOMAIN: there is no ${answer.noNamespace ? `namespace ${answer.noNamespace}` : "such name"}`];
    case "upstream":
      return ["not in the cluster's zone: asked of the servers upstream"];
  }
}

const PODS_INSECURE = [
  "CoreDNS repeats the address in the name, whether a Pod has it or not",
  "(pods insecure, as kubeadm sets it; the specification asks for none)",
];
