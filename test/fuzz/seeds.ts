import fc from "fast-check";

/** The same inputs on every run, and others on every run: the fresh seed stands in the test's name. */
export const SEEDS: readonly number[] = [20260101, 7, freshSeed()];

/** To have the inputs of an earlier run again, name its seed in FUZZ_SEED. */
function freshSeed(): number {
  return Number(process.env["FUZZ_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
}

/** Holds `check` to be true of so many inputs; a failure tells the smallest input found, and the error. */
export const holdsFor = <Input>(
  inputs: fc.Arbitrary<Input>,
  check: (input: Input) => Promise<void>,
  options: { seed: number; runs: number },
): Promise<void> =>
  fc.assert(fc.asyncProperty(inputs, check), { seed: options.seed, numRuns: options.runs, includeErrorInReport: true });
