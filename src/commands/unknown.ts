import { UsageError } from "../errors.ts";
import { commandTable } from "./table.ts";

/** kubectl's commands that svcctl leaves out: they are not about Services. */
const KUBECTL_COMMANDS = new Set(
  (
    "attach autoscale certificate cluster-info completion cordon cp debug " +
    "drain edit exec explain kustomize logs options plugin port-forward proxy replace rollout run " +
    "taint top uncordon"
  ).split(" "),
);

/** The error for a word that is no command: names the kubectl command line to use, or the nearest command. */
export function unknownCommand(word: string, rest: readonly string[]): UsageError {
  if (KUBECTL_COMMANDS.has(word)) {
    const line = ["kubectl", word, ...rest].map(quoted).join(" ");
    return new UsageError(`svcctl has no command "${word}"`, `Use kubectl for it: ${line}`);
  }
  const near = nearest(
    word,
    commandTable.map(({ name }) => name),
  );
  const hint = near === undefined ? "See 'svcctl --help' for the commands." : `Did you mean this?\n\t${near}`;
  return new UsageError(`unknown command "${word}" for "svcctl"`, hint);
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function nearest(word: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, distance: editDistance(word, name) }));
  ranked.sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.name : undefined;
}

/** Levenshtein's distance: how many letters must be added, taken away or changed. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
