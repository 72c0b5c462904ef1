/** The fields of one struct of the API. */
export interface Schema {
  /** The Go struct's name: "ServicePort". */
  readonly name: string;
}

/** The schema of a kind that the sandbox serves; undefined when it knows none. */
export function schemaOf(_apiVersion: string, _kind: string): Schema | undefined {
  throw new Error("no schema");
}
