import { spawnSync } from "node:child_process";

/** Wall times in milliseconds: for each command line those of its turns. All take their turns one after the other. */
export function measure(commands, turns, env) {
  const walls = commands.map(() => []);
  for (let turn = -1; turn < turns; turn++) {
    for (const [at, line] of commands.entries()) {
      const wall = run(line, env);
      // the first turn fills caches
      if (turn >= 0) walls[at].push(wall);
    }
  }
  return walls;
}

/** Peak memory of a command in MB, the median of three runs; undefined without GNU time. */
export function memoryOf(line, env) {
  const peaks = [];
  for (let turn = 0; turn < 3; turn++) {
    const { stderr, error } = spawnSync("/usr/bin/time", ["-f", "%M", "--", ...line], {
      env,
      encoding: "utf8",
      ...QUIET,
    });
    if (error) return undefined;
    peaks.push(Number(stderr.trim().split("\n").at(-1)) / 1000);
  }
  return median(peaks);
}

const QUIET = { stdio: ["ignore", "ignore", "pipe"] };

function run([command, ...words], env) {
  const began = performance.now();
  const { status, stderr, error } = spawnSync(command, words, { env, encoding: "utf8", ...QUIET });
  const wall = performance.now() - began;
  // check has found something
  if (error || (status !== 0 && status !== 9)) throw error ?? new Error(`${command} ${words.join(" ")}: ${stderr}`);
  return wall;
}

/** The value in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The exponent k of the power size^k that fits points of [size, cost] best: the slope of their logarithms. */
export function exponent(points) {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)]);
  const mean = (at) => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const slope = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return slope / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
