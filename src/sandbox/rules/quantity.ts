/** Suffixes of resource.Quantity, as factors. */
const factors: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A quantity (`100m`, `1.5Gi`, `1e3`, a plain number) as a number; undefined when it is none. */
export function parseQuantity(text: string | number): number | undefined {
  const [, digits, suffix, exponent] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)|[eE]([+-]?\d+))?$/.exec(String(text)) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * (exponent === undefined ? (factors[suffix ?? ""] ?? 1) : 10 ** Number(exponent));
}
