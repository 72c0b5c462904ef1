const QUANTITY = /^([-+]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([-+]?\d+))?$/;
const DECIMAL = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** The amount of a Kubernetes quantity (100m, 1.5Gi, 2e3); undefined for text that is none. */
export function parseQuantity(text: string): number | undefined {
  const [, digits, suffix = "", exponent] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) return undefined;
  if (exponent !== undefined) return Number(`${digits}e${exponent}`);
  const factor = suffix.endsWith("i") ? 1024 ** BINARY.indexOf(suffix) : 1000 ** (DECIMAL.indexOf(suffix) - 3);
  return Number(digits) * factor;
}
