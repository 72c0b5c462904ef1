const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY_HOURS = 24;
const YEAR_HOURS = 365 * DAY_HOURS;

/**
 * A duration as kubectl's AGE columns write it: `5s`, `3m20s`, `47m`, `5h12m`, `30h`, `3d4h`, `120d`, `2y30d`, `9y`
 * (apimachinery's `duration.HumanDuration`). A clock that lags by less than two seconds gives `0s`; more, `<invalid>`.
 *
 * @param milliseconds the duration; fractions are cut off
 */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(milliseconds / MINUTE);
  if (minutes < 10) return pair(minutes, "m", seconds % 60, "s");
  if (minutes < 180) return `${minutes}m`;
  return humanHours(Math.trunc(milliseconds / HOUR), minutes % 60);
}

/** The age of an RFC 3339 timestamp at `now`; `<unknown>` when there is none. */
export function ageSince(timestamp: string | null | undefined, now: Date): string {
  if (!timestamp) return "<unknown>";
  return humanDuration(now.getTime() - Date.parse(timestamp));
}

function humanHours(hours: number, minutes: number): string {
  if (hours < 8) return pair(hours, "h", minutes, "m");
  if (hours < 2 * DAY_HOURS) return `${hours}h`;
  const days = Math.trunc(hours / DAY_HOURS);
  if (days < 8) return pair(days, "d", hours % DAY_HOURS, "h");
  if (hours < 2 * YEAR_HOURS) return `${days}d`;
  const years = Math.trunc(hours / YEAR_HOURS);
  return years < 8 ? pair(years, "y", days % 365, "d") : `${years}y`;
}

function pair(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${unit}` : `${large}${unit}${small}${smallUnit}`;
}
