import { CliError } from "../errors.ts";

/** What is wrong with the chosen context, cluster and user, all at once, as kubectl lists it; one fault stands alone. */
export class ConfigurationError extends CliError {
  override readonly name: string = "ConfigurationError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[], hint?: string) {
    super(faults.join("; "), hint === undefined ? {} : { hint });
    this.faults = faults;
  }

  override get text(): string {
    if (this.faults.length === 1) return super.text;
    return ["Error in configuration: ", ...this.faults.map((fault) => `* ${fault}`)].join("\n");
  }
}
