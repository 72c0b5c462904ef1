const NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const VALUE = `(${NAME})?`;
const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;

const CHARACTERS =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const NAME_MESSAGE = `${CHARACTERS} (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${NAME}')`;
const VALUE_MESSAGE =
  `a valid label must be an empty string or ${CHARACTERS.replace("must consist", "consist")} ` +
  `(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${VALUE}')`;
const SUBDOMAIN_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and " +
  `end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`;

const whole = (pattern: string) => new RegExp(`^${pattern}$`);
const NAME_PATTERN = whole(NAME);
const VALUE_PATTERN = whole(VALUE);
const SUBDOMAIN_PATTERN = whole(SUBDOMAIN);
const tooLong = (limit: number) => `must be no more than ${limit} bytes`;
const bytes = (text: string) => Buffer.byteLength(text);

/** What is wrong with a label or annotation key (a "qualified name"), in the API server's words; empty when nothing is. */
export function labelKeyErrors(key: string): string[] {
  const parts = key.split("/");
  if (parts.length > 2) {
    return [
      `a qualified name ${NAME_MESSAGE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? "";
  return [...(parts.length === 2 ? prefixErrors(parts[0] ?? "") : []), ...nameErrors(name)];
}

function prefixErrors(prefix: string): string[] {
  if (prefix === "") return ["prefix part must be non-empty"];
  const errors = bytes(prefix) > 253 ? [tooLong(253)] : [];
  if (!SUBDOMAIN_PATTERN.test(prefix)) errors.push(SUBDOMAIN_MESSAGE);
  return errors.map((error) => `prefix part ${error}`);
}

function nameErrors(name: string): string[] {
  const errors = name === "" ? ["must be non-empty"] : bytes(name) > 63 ? [tooLong(63)] : [];
  if (!NAME_PATTERN.test(name)) errors.push(NAME_MESSAGE);
  return errors.map((error) => `name part ${error}`);
}

/** What is wrong with a label's value, in the API server's words; empty when nothing is. */
export function labelValueErrors(value: string): string[] {
  const errors = bytes(value) > 63 ? [tooLong(63)] : [];
  if (!VALUE_PATTERN.test(value)) errors.push(VALUE_MESSAGE);
  return errors;
}
