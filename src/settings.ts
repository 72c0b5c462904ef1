/** The few flags that matter before, and after, any command runs. */
export interface Settings {
  color: string;
  verbosity: number;
  warningsAsErrors: boolean;
  jsonErrors: boolean;
}

/** Reads the settings off a command line that nobody has parsed yet: it may be wrong in every other way. */
export function readSettings(argv: readonly string[]): Settings {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  return {
    color: flagValue(words, ["--color"]) ?? "auto",
    verbosity: Number(flagValue(words, ["-v", "--v"]) ?? 0) || 0,
    warningsAsErrors: words.some((word) => /^--warnings-as-errors(=(1|t|T|TRUE|true|True))?$/.test(word)),
    jsonErrors: flagValue(words, ["-o", "--output"]) === "json",
  };
}

/** The value of the last of some flags: `--flag value`, `--flag=value`, `-f value`, `-f=value` or `-fvalue`. */
function flagValue(words: readonly string[], flags: readonly string[]): string | undefined {
  for (let at = words.length - 1; at >= 0; at--) {
    const word = words[at] ?? "";
    for (const flag of flags) {
      if (word === flag) return words[at + 1];
      if (word.startsWith(`${flag}=`)) return word.slice(flag.length + 1);
      if (!flag.startsWith("--") && word.startsWith(flag)) return word.slice(flag.length);
    }
  }
  return undefined;
}
