/** What was asked for cannot be: the message says why, in kubectl's words where kubectl refuses the same. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** Whether kubectl points to the command's help beside the message. */
  readonly pointsToHelp: boolean;

  constructor(message: string, { pointsToHelp = false }: { pointsToHelp?: boolean } = {}) {
    super(message);
    this.pointsToHelp = pointsToHelp;
  }
}
