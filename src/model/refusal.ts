/** What was asked for cannot be: the message says why, in kubectl's words where kubectl refuses the same. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}
