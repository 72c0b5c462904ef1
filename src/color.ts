import { Chalk, type ChalkInstance } from "chalk";

type Env = Readonly<Record<string, string | undefined>>;

/** NO_COLOR and FORCE_COLOR are obeyed under `auto`; `always` and `never` win over both. */
export function chalkFor(color: string, isTTY: boolean | undefined, env: Env): ChalkInstance {
  return new Chalk({ level: color === "always" || (color === "auto" && wantsColor(isTTY, env)) ? 1 : 0 });
}

function wantsColor(isTTY: boolean | undefined, { NO_COLOR, FORCE_COLOR, TERM }: Env): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return Boolean(isTTY) && TERM !== "dumb";
}
