/** Keys that wait for their turn; a key that waits already is not noted twice. */
export interface Queue {
  add(key: string): void;
  /** Notes the key in so many milliseconds. Of several calls for one key, the earliest time counts. */
  addAfter(key: string, milliseconds: number): void;
}

/**
 * Runs the reconcilers of all controllers in one place, a few milliseconds at a time, so that requests are answered in
 * between. Queues that were made first go first: what stands further down the chain sees many changes as one.
 */
export interface WorkLoop {
  queue(reconcile: (key: string) => void): Queue;
  /** Resolves when no key waits. Keys that are noted for later do not count. */
  whenIdle(): Promise<void>;
  stop(): void;
}

/** How long reconcilers run before requests get their turn. */
const SLICE_MS = 10;

interface Timer {
  /** By performance.now(). */
  due: number;
  timeout: NodeJS.Timeout;
}

interface Line {
  waiting: Set<string>;
  timers: Map<string, Timer>;
  reconcile(key: string): void;
}

/** `onError` hears what a reconciler throws; its key is dropped until something changes again. */
export function createWorkLoop(onError: (error: unknown) => void): WorkLoop {
  const lines: Line[] = [];
  const idle = new Set<() => void>();
  let scheduled: NodeJS.Immediate | undefined;
  let stopped = false;

  const schedule = () => {
    if (!stopped) scheduled ??= setImmediate(run);
  };
  const run = () => {
    scheduled = undefined;
    const end = performance.now() + SLICE_MS;
    for (let next = firstWaiting(lines); next; next = firstWaiting(lines)) {
      if (performance.now() > end) return schedule();
      runOne(next, onError);
    }
    for (const resolve of idle) resolve();
    idle.clear();
  };
  const add = (line: Line, key: string) => {
    line.waiting.add(key);
    schedule();
  };
  return {
    queue(reconcile) {
      const line: Line = { waiting: new Set(), timers: new Map(), reconcile };
      lines.push(line);
      return {
        add: (key) => add(line, key),
        addAfter: (key, milliseconds) => setTimer(line, key, milliseconds, () => add(line, key)),
      };
    },
    whenIdle: () =>
      new Promise((resolve) => {
        idle.add(resolve);
        schedule();
      }),
    stop() {
      stopped = true;
      clearImmediate(scheduled);
      for (const { timers } of lines) for (const { timeout } of timers.values()) clearTimeout(timeout);
    },
  };
}

const firstWaiting = (lines: readonly Line[]): Line | undefined => lines.find(({ waiting }) => waiting.size > 0);

function runOne(line: Line, onError: (error: unknown) => void): void {
  const [key = ""] = line.waiting;
  line.waiting.delete(key);
  try {
    line.reconcile(key);
  } catch (error) {
    onError(error);
  }
}

function setTimer({ timers }: Line, key: string, milliseconds: number, note: () => void): void {
  const due = performance.now() + milliseconds;
  const known = timers.get(key);
  if (known && known.due <= due) return;
  clearTimeout(known?.timeout);
  const timeout = setTimeout(() => {
    timers.delete(key);
    note();
  }, milliseconds);
  timers.set(key, { due, timeout });
}
