/** What a value must be: a leaf, a list of one shape, or a map in which fields that are not named may be anything. */
export type Shape = Leaf | Nullable | Required | readonly [Shape] | { readonly [field: string]: Shape };

class Leaf {
  readonly words: string;
  readonly isRight: (value: unknown) => boolean;

  constructor(words: string, isRight: (value: unknown) => boolean) {
    this.words = words;
    this.isRight = isRight;
  }
}

class Wrapped {
  readonly shape: Shape;

  constructor(shape: Shape) {
    this.shape = shape;
  }
}

class Nullable extends Wrapped {
  readonly mayBe = "null";
}

class Required extends Wrapped {
  readonly mayBe = "nothing else";
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text: Shape = new Leaf("a text", (value) => typeof value === "string");
export const number: Shape = new Leaf("a number", (value) => typeof value === "number");
export const numberOrText: Shape = new Leaf("a number or a text", (value) =>
  ["number", "string"].includes(typeof value),
);
export const flag: Shape = new Leaf("true or false", (value) => typeof value === "boolean");
export const map: Shape = new Leaf("a map", isMap);
export const list: Shape = new Leaf("a list", Array.isArray);
export const texts: Shape = new Leaf(
  "a map of texts",
  (value) => isMap(value) && Object.values(value).every((one) => typeof one === "string"),
);
export const listsOfTexts: Shape = new Leaf(
  "a map of lists of texts",
  (value) =>
    isMap(value) &&
    Object.values(value).every((items) => Array.isArray(items) && items.every((one) => typeof one === "string")),
);
/** A field that API servers write as null, where there is nothing. */
export const nullable = (shape: Shape): Shape => new Nullable(shape);
/** A field that is always there. */
export const required = (shape: Shape): Shape => new Required(shape);

/**
 * Holds data to a shape. Named fields that are null are taken out of it, as if they were absent: API servers write no
 * such. Says what is wrong: "spec.ports[0].port must be a number"; undefined when nothing is.
 */
export function shapeFault(value: unknown, shape: Shape, at = ""): string | undefined {
  const fault = faultOf(value, shape);
  if (fault === undefined) return undefined;
  const path = at === "" && fault.path.startsWith(".") ? fault.path.slice(1) : at + fault.path;
  return `${path} must be ${fault.words}`;
}

/** What is wrong, and where: ".spec.ports[0].port". The place is put together on the way back, for most data is right. */
interface Fault {
  path: string;
  words: string;
}

function faultOf(value: unknown, shape: Shape): Fault | undefined {
  if (shape instanceof Leaf) return shape.isRight(value) ? undefined : { path: "", words: shape.words };
  if (shape instanceof Required) return faultOf(value, shape.shape);
  if (shape instanceof Nullable) return value === null ? undefined : faultOf(value, shape.shape);
  if (isListShape(shape)) return listFault(value, shape[0]);
  if (!isMap(value)) return { path: "", words: "a map" };
  for (const name in shape) {
    const field = shape[name] as Shape;
    if (!Object.hasOwn(value, name) && !(field instanceof Required)) continue;
    if (value[name] === null && !isNullable(field)) delete value[name];
    if (value[name] === undefined && !(field instanceof Required)) continue;
    const fault = faultOf(value[name], field);
    if (fault !== undefined) return { ...fault, path: `.${name}${fault.path}` };
  }
  return undefined;
}

function listFault(value: unknown, item: Shape): Fault | undefined {
  if (!Array.isArray(value)) return { path: "", words: "a list" };
  for (let index = 0; index < value.length; index++) {
    const fault = faultOf(value[index], item);
    if (fault !== undefined) return { ...fault, path: `[${index}]${fault.path}` };
  }
  return undefined;
}

const isNullable = (shape: Shape): boolean =>
  shape instanceof Nullable || (shape instanceof Required && isNullable(shape.shape));

const isListShape = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);
