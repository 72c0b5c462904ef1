import { UsageError } from "../errors.ts";
import { editDistance } from "../model/closeness.ts";
import { commandTable } from "./table.ts";

/** kubectl's commands that svcctl leaves out: they are not about Services. */
const KUBECTL_COMMANDS = new Set(
  (
    "attach autoscale certificate cluster-info completion cordon cp debug " +
    "drain edit exec explain kustomize logs plugin port-forward proxy replace rollout run " +
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
