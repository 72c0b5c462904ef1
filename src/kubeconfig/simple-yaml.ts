/** What was read, and the line on which the next thing stands. */
interface Read {
  value: unknown;
  next: number;
}

interface Line {
  indent: number;
  /** What stands behind the indentation. */
  text: string;
}

const KEYED = /^([A-Za-z][\w./-]{0,99}):(?: +(.+))?$/;
/** Text that YAML takes for nothing else: it begins with a letter or a slash, and has no space and no ": " in it. */
const PLAIN = /^[A-Za-z/](?:[\w./@+=-]|:(?!$))*$/;
const QUOTED = /^"([\x20\x21\x23-\x5b\x5d-\x7e]*)"$|^'([\x20-\x26\x28-\x7e]*)'$/;
/** Words that YAML 1.1 or 1.2 reads as a boolean or as null. */
const SPECIAL = /^(?:true|false|yes|no|on|off|y|n|null)$/i;
const CONSTANTS = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const DEEPEST = 20;

/**
 * Reads the YAML that programs write into kubeconfigs: block mappings and sequences of one-line scalars. Returns
 * undefined for every text that is, or might be, anything else; a YAML parser then says what it means. What is returned
 * is what a YAML parser returns, in a fraction of the time: loading one takes longer than reading the file.
 */
export function readSimpleYaml(text: string): unknown {
  const lines = linesOf(text);
  if (lines === undefined || lines.length === 0) return undefined;
  const read = readBlock(lines, 0, 0, 0);
  return read?.next === lines.length ? read.value : undefined;
}

function linesOf(text: string): Line[] | undefined {
  const lines: Line[] = [];
  for (const line of text.split("\n")) {
    const indent = line.search(/[^ ]/);
    if (indent < 0 || line[indent] === "#") continue;
    lines.push({ indent, text: line.slice(indent) });
  }
  return lines;
}

function readBlock(lines: readonly Line[], at: number, indent: number, depth: number): Read | undefined {
  const line = lines[at];
  if (line?.indent !== indent || depth > DEEPEST) return undefined;
  return isItem(line) ? readSequence(lines, at, indent, depth) : readMapping(lines, at, indent, depth);
}

const isItem = ({ text }: Line): boolean => text.startsWith("- ");

function readSequence(lines: readonly Line[], from: number, indent: number, depth: number): Read | undefined {
  const value: unknown[] = [];
  let next = from;
  for (let line = lines[next]; line?.indent === indent && isItem(line); line = lines[next]) {
    const content = line.text.slice(2).trimStart();
    const shift = line.text.length - content.length;
    const isMapping = KEYED.test(content);
    const item = isMapping
      ? readMapping(lines, next, indent + shift, depth + 1, content)
      : scalarAt(lines, next, content, indent);
    if (item === undefined) return undefined;
    value.push(item.value);
    next = item.next;
  }
  return { value, next };
}

/** @param first the text of the first line, when it stands behind a dash */
function readMapping(
  lines: readonly Line[],
  from: number,
  indent: number,
  depth: number,
  first = lines[from]?.text ?? "",
): Read | undefined {
  const value: Record<string, unknown> = {};
  let next = from;
  for (let text: string | undefined = first; text !== undefined; text = textAt(lines, next, indent)) {
    const [, key = "", scalar] = KEYED.exec(text) ?? [];
    if (key === "" || SPECIAL.test(key) || Object.hasOwn(value, key)) return undefined;
    const read =
      scalar === undefined ? readNested(lines, next + 1, indent, depth) : scalarAt(lines, next, scalar, indent);
    if (read === undefined) return undefined;
    value[key] = read.value;
    next = read.next;
  }
  return { value, next };
}

const textAt = (lines: readonly Line[], at: number, indent: number): string | undefined => {
  const line = lines[at];
  return line?.indent === indent && !isItem(line) ? line.text : undefined;
};

/** What belongs to a key: a block that is indented further, or a sequence right below it. */
function readNested(lines: readonly Line[], at: number, indent: number, depth: number): Read | undefined {
  const line = lines[at];
  if (line === undefined) return undefined;
  if (line.indent > indent) return readBlock(lines, at, line.indent, depth + 1);
  return line.indent === indent && isItem(line) ? readSequence(lines, at, indent, depth + 1) : undefined;
}

/** A scalar that ends with its line: what is indented further below it would be a part of it. */
function scalarAt(lines: readonly Line[], at: number, text: string, indent: number): Read | undefined {
  const below = lines[at + 1];
  const value = scalarOf(text);
  return value === undefined || (below && below.indent > indent) ? undefined : { value, next: at + 1 };
}

function scalarOf(text: string): unknown {
  if (CONSTANTS.has(text)) return CONSTANTS.get(text);
  if (text === "{}") return {};
  if (text === "[]") return [];
  if (PLAIN.test(text)) return SPECIAL.test(text) ? undefined : text;
  const quoted = QUOTED.exec(text);
  return quoted ? (quoted[1] ?? quoted[2]) : undefined;
}
