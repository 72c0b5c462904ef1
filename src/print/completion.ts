/** What may stand at the cursor. */
export interface Completion {
  candidates: readonly Candidate[];
  /** Whether the word goes on behind a candidate: no space is put there. */
  goesOn?: boolean;
  /** Whether paths of files are what is wanted. */
  files?: boolean;
}

export interface Candidate {
  value: string;
  description?: string | undefined;
}

/**
 * What every shell takes for text: a name with anything else could be obeyed by the line that it is put into, and one
 * with a dash in front would become a flag.
 */
const SAFE = /^[\w@%+=:,./][\w@%+=:,./-]*$/;
const SAFE_FLAG = /^--[a-z][a-z-]*(?:=[\w@%+=:,./-]*)?$/;

/**
 * The answer of `__complete`: a line for each candidate that begins with `current`, its description behind a tab, and
 * last a colon with a number as cobra's programs have it: 0 asks for files, 4 for none, and 2 more for no space.
 */
export function completionText({ candidates, goesOn, files }: Completion, current: string): string {
  const safe = current.startsWith("-") ? SAFE_FLAG : SAFE;
  const lines = candidates
    .filter(({ value }) => value.startsWith(current) && safe.test(value))
    .map(({ value, description }) => (description ? `${value}\t${oneLine(description)}` : value));
  const directive = (files ? 0 : 4) + (goesOn ? 2 : 0);
  return [...lines, `:${directive}`, ""].join("\n");
}

const oneLine = (text: string): string => text.replaceAll(/[^\P{C}]|\s+/gu, " ");
