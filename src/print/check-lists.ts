import type { DeclaredPort, HeldPod, PortFact } from "../model/finding-facts.ts";
import { reasonsText } from "./reason-words.ts";

const MOST = 5;

/** A few names, and how many more there are. */
export function some(names: readonly string[]): string {
  const more = names.length - MOST;
  return more > 0 ? `${names.slice(0, MOST).join(", ")} and ${more} more` : names.join(", ");
}

export function firstLines(lines: readonly string[]): string[] {
  const more = lines.length - MOST;
  return more > 0 ? [...lines.slice(0, MOST), `and ${more} more`] : [...lines];
}

export function heldLines({ held }: { held: readonly HeldPod[] }): string[] {
  return firstLines(held.map(({ name, reasons }) => `${name}: ${reasonsText(reasons) || "not ready"}`));
}

export function declaredLines({ declared }: { declared: readonly DeclaredPort[] }): string[] {
  return [
    declared.length > 0
      ? `the containers declare ${some(declared.map(declaredText))}`
      : "the containers declare no ports",
  ];
}

export const declaredText = ({ name, containerPort, protocol }: DeclaredPort): string =>
  `${name === undefined ? "" : `${name} `}${containerPort}/${protocol}`;

export const portText = ({ name, port, protocol }: PortFact): string =>
  `${name === undefined ? "" : `${name} `}${port}/${protocol}`;

/** "1 Pod", "2 Pods". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

export const areNot = (number: number): string => (number === 1 ? "is not" : "are not");
