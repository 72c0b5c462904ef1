/**
 * Does a text have the form that a field wants? Each function returns what is wrong with it, in the words of
 * apimachinery's util/validation (1.36), and nothing for a good value.
 */

const label1123 = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomain1123 = `${label1123}(\\.${label1123})*`;
const qualifiedPart = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const labelValue = `(${qualifiedPart})?`;
const configKey = "[-._a-zA-Z0-9]+";

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const isLabel1123 = whole(label1123);
const isSubdomain1123 = whole(subdomain1123);
const isQualifiedPart = whole(qualifiedPart);
const isLabelValueText = whole(labelValue);
const isConfigKeyText = whole(configKey);

const tooManyCharacters = (maximum: number): string => `must be no more than ${maximum} characters`;
const tooManyBytes = (maximum: number): string => `must be no more than ${maximum} bytes`;

/** A value's length as Go's len() tells it. */
export const byteLength = (text: string): number => Buffer.byteLength(text, "utf8");

const shape = (sentence: string, pattern: string, ...examples: string[]): string =>
  `${sentence} (e.g. ${examples.map((example) => `'${example}', `).join(" or ")}regex used for validation is '${pattern}')`;

const subdomainShape = shape(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  subdomain1123,
  "example.com",
);
const label1123Shape = shape(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  label1123,
  "my-name",
  "123-abc",
);
const qualifiedShape = shape(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  qualifiedPart,
  "MyName",
  "my.name",
  "123-abc",
);
const labelValueShape = shape(
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  labelValue,
  "MyValue",
  "my_value",
  "12345",
);
const configKeyShape = shape(
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  configKey,
  "key.name",
  "KEY_NAME",
  "key-name",
);

export function checkLabel1123(value: string): string[] {
  const messages = value.length > 63 ? [tooManyCharacters(63)] : [];
  if (isLabel1123.test(value)) return messages;
  return [...messages, isSubdomain1123.test(value) ? "must not contain dots" : label1123Shape];
}

export const checkSubdomain1123 = (value: string): string[] => [
  ...(value.length > 253 ? [tooManyCharacters(253)] : []),
  ...(isSubdomain1123.test(value) ? [] : [subdomainShape]),
];

/** `name` or `prefix/name`, as in label keys, finalizers and application protocols. */
export function checkQualifiedName(value: string): string[] {
  const parts = value.split("/");
  if (parts.length > 2) {
    return [
      `a valid label key ${qualifiedShape} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? "";
  const prefix = parts.length === 2 ? parts[0] : undefined;
  return [
    ...(prefix === undefined ? [] : prefixed("prefix part ", checkPrefix(prefix))),
    ...prefixed("name part ", [
      ...(name === "" ? ["must be non-empty"] : []),
      ...(byteLength(name) > 63 ? [tooManyBytes(63)] : []),
      ...(isQualifiedPart.test(name) ? [] : [qualifiedShape]),
    ]),
  ];
}

function checkPrefix(prefix: string): string[] {
  if (prefix === "") return ["must be non-empty"];
  return [
    ...(prefix.length > 253 ? [tooManyBytes(253)] : []),
    ...(isSubdomain1123.test(prefix) ? [] : [subdomainShape]),
  ];
}

const prefixed = (prefix: string, messages: string[]): string[] => messages.map((message) => prefix + message);

export const checkLabelValue = (value: string): string[] => [
  ...(byteLength(value) > 63 ? [tooManyBytes(63)] : []),
  ...(isLabelValueText.test(value) ? [] : [labelValueShape]),
];

/** A key in the data of a ConfigMap or a Secret. */
export function checkConfigKey(value: string): string[] {
  const messages = value.length > 253 ? [tooManyCharacters(253)] : [];
  if (!isConfigKeyText.test(value)) messages.push(configKeyShape);
  if (value === ".") messages.push("must not be '.'");
  if (value === "..") messages.push("must not be '..'");
  else if (value.startsWith("..")) messages.push("must not start with '..'");
  return messages;
}

/** The rule behind every name: it becomes one segment of a URL's path. */
export function checkPathSegment(value: string): string[] {
  if (value === "." || value === "..") return [`may not be '${value}'`];
  return ["/", "%"]
    .filter((character) => value.includes(character))
    .map((character) => `may not contain '${character}'`);
}

export const checkPortNumber = (value: number): string[] =>
  value >= 1 && value <= 65535 ? [] : ["must be between 1 and 65535, inclusive"];

/** The name of a container port, and so of a target port (an IANA service name). */
export function checkPortName(value: string): string[] {
  const messages = value.length > 15 ? [tooManyCharacters(15)] : [];
  if (!/^[-a-z0-9]+$/.test(value)) {
    messages.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!/[a-z]/.test(value)) messages.push("must contain at least one letter (a-z)");
  if (value.includes("--")) messages.push("must not contain consecutive hyphens");
  if (value.startsWith("-") || value.endsWith("-")) messages.push("must not begin or end with a hyphen");
  return messages;
}

/** A name of an environment variable, relaxed since 1.32 to all that the system can carry. */
export function checkEnvName(value: string): string[] {
  if (value === "") return ["environment variable name must be non-empty"];
  if (/^[ -<>-~]+$/.test(value)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

export const checkHttpHeaderName = (value: string): string[] =>
  /^[-A-Za-z0-9]+$/.test(value)
    ? []
    : [
        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
      ];

const wildcardSubdomain = `\\*\\.${subdomain1123}`;
const isWildcardSubdomain = whole(wildcardSubdomain);
const wildcardShape = shape(
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  wildcardSubdomain,
  "*.example.com",
);

/** A host such as `*.example.com`. */
export const checkWildcardSubdomain = (value: string): string[] => [
  ...(value.length > 253 ? [tooManyCharacters(253)] : []),
  ...(isWildcardSubdomain.test(value) ? [] : [wildcardShape]),
];

/** A share, such as the 25% of maxSurge. */
export const checkPercent = (value: string): string[] =>
  /^[0-9]+%$/.test(value)
    ? []
    : [
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ];
