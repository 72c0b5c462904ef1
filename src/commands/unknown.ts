import { LeftToKubectl, UsageError } from "../errors.ts";
import { editDistance } from "../model/closeness.ts";
import { commandTable } from "./table.ts";

/** kubectl's commands that svcctl leaves out: they are not about Services. */
const KUBECTL_COMMANDS = new Set(
  (
    "attach autoscale certificate cluster-info cordon cp debug " +
    "drain edit exec explain kustomize logs plugin port-forward proxy replace rollout run " +
    "taint top uncordon"
  ).split(" "),
);

/** The error for a word that is no command: kubectl's own is left to it; for others the nearest command is named. */
export function unknownCommand(word: string): UsageError {
  if (KUBECTL_COMMANDS.has(word)) return new LeftToKubectl(`svcctl has no command "${word}"`);
  const near = nearest(
    word,
    commandTable.map(({ name }) => name),
  );
  const hint = near === undefined ? "See 'svcctl --help' for the commands." : `Did you mean this?\n\t${near}`;
  return new UsageError(`unknown command "${word}" for "svcctl"`, hint);
}

function nearest(word: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, distance: editDistance(word, name) }));
  ranked.sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.name : undefined;
}
