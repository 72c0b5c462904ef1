/** A patch that cannot be applied, with the parts of the Status to answer. */
export class PatchRefusal extends Error {
  override readonly name: string = "PatchRefusal";
  readonly code: number;
  readonly reason: string;
  readonly details: object;

  constructor(code: number, reason: string, message: string, details: object = {}) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}
