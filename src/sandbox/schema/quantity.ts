const NANO = 10n ** 9n;

const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
/** By powers of a thousand, from nano on. */
const DECIMAL_SUFFIXES = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d+))?$/;

/**
 * A resource quantity in the canonical form of apimachinery's resource.Quantity: "0.5" → "500m", "1024Mi" → "1Gi",
 * "1000m" → "1". Finer than a billionth is rounded up. Throws a `RangeError` with apimachinery's message.
 */
export function canonicalQuantity(text: string): string {
  const match = QUANTITY.exec(text.trim());
  const [, sign = "", whole = "", fraction = "", binary, decimal, exponent] = match ?? [];
  if (!match || whole + fraction === "") {
    throw new RangeError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
  }
  const scale = binary
    ? { numerator: 1024n ** BigInt(BINARY_SUFFIXES.indexOf(binary)), power: 0 }
    : { numerator: 1n, power: decimal ? 3 * (DECIMAL_SUFFIXES.indexOf(decimal) - 3) : Number(exponent ?? 0) };
  const nanos = scaled(BigInt(whole + fraction) * scale.numerator, scale.power + 9 - fraction.length);
  if (nanos === 0n) return "0";
  const minus = sign === "-" ? "-" : "";
  if (binary && nanos >= 1024n * NANO) return minus + writeBinary(nanos);
  return minus + writeDecimal(nanos, exponent !== undefined);
}

/** The most that a quantity says; apimachinery takes more for this much. */
const MOST = (2n ** 63n - 1n) * NANO;
/** Beyond as many powers of ten nothing but the most, or a billionth, can come of it: they are not worked out. */
const MOST_POWER = 400;

/** value × 10^power, rounded up, and no more than the most. */
function scaled(value: bigint, power: number): bigint {
  if (value === 0n) return 0n;
  if (power > MOST_POWER) return MOST;
  if (power >= 0) return least(value * 10n ** BigInt(power), MOST);
  const divisor = 10n ** BigInt(Math.min(-power, value.toString().length + 1));
  return least((value + divisor - 1n) / divisor, MOST);
}

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);

function writeBinary(nanos: bigint): string {
  let value = (nanos + NANO - 1n) / NANO;
  let suffix = 0;
  while (value % 1024n === 0n && suffix < BINARY_SUFFIXES.length - 1) {
    value /= 1024n;
    suffix++;
  }
  return `${value}${BINARY_SUFFIXES[suffix]}`;
}

function writeDecimal(nanos: bigint, asExponent: boolean): string {
  let value = nanos;
  let suffix = 0;
  while (value % 1000n === 0n && suffix < DECIMAL_SUFFIXES.length - 1) {
    value /= 1000n;
    suffix++;
  }
  const power = 3 * (suffix - 3);
  if (asExponent) return power === 0 ? `${value}` : `${value}e${power}`;
  return `${value}${DECIMAL_SUFFIXES[suffix]}`;
}
