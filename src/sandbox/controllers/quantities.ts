type Quantity = number | string | undefined;

/** A number, or a percentage of `total`, rounded up or down (intstr.GetScaledValueFromIntOrPercent). */
export function scaled(quantity: Quantity, total: number, round: "up" | "down"): number {
  if (typeof quantity !== "string") return quantity ?? 0;
  const share = (Number.parseInt(quantity, 10) || 0) * total;
  return round === "up" ? Math.ceil(share / 100) : Math.floor(share / 100);
}

/** Drops what is 0, as Go's omitempty does. */
export function withoutZeros<T extends Record<string, number>>(counts: T): Partial<T> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)) as Partial<T>;
}
