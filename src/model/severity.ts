/** How bad a finding is: traffic is lost; it may be, or soon will be; good to know. */
export type Severity = "error" | "warning" | "info";

/** The worst first. */
export const severities = ["error", "warning", "info"] as const satisfies readonly Severity[];

/** Orders severities, the worst first. */
export const bySeverity = (a: Severity, b: Severity): number => severities.indexOf(a) - severities.indexOf(b);

/** Whether a severity is as bad as another, or worse. */
export const isAtLeast = (severity: Severity, other: Severity): boolean => bySeverity(severity, other) <= 0;
