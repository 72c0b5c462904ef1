import { checkLabel1123, checkPathSegment, checkSubdomain1123 } from "./content.ts";

/** What is wrong with an object's name; with `isPrefix`, with a generateName, which may end in a dash. */
export type NameRule = (name: string, isPrefix?: boolean) => string[];

const withPrefix =
  (check: (name: string) => string[]): NameRule =>
  (name, isPrefix = false) =>
    check(isPrefix && name.length > 1 && name.endsWith("-") ? `${name.slice(0, -2)}a` : name);

/** The two forms of names (apimachinery's NameIsDNSLabel and NameIsDNSSubdomain), and the bare minimum. */
export const labelName = withPrefix(checkLabel1123);
export const subdomainName = withPrefix(checkSubdomain1123);
export const pathSegmentName: NameRule = (name) => checkPathSegment(name);
