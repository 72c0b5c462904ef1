import type { WorkloadFact } from "../model/finding-facts.ts";
import type { WordsOf } from "./check-words.ts";
import { areNot, count, firstLines, heldLines, portText, some } from "./check-lists.ts";
import { nearText } from "./remark-words.ts";

/** The Pods and EndpointSlices behind Services. */
export const podsWords = {
  "no-pod-matches": {
    says: ({ selector }) => `No Pod matches the selector ${selector}.`,
    evidence: ({ near, elsewhere }) => [
      ...(near.length > 0 ? [`nearest: ${near.map(nearText).join(", ")}`] : []),
      ...(elsewhere.length > 0 ? [`Pods in namespace ${some(elsewhere)} match`] : []),
    ],
  },
  "matches-elsewhere": {
    says: ({ selector }) => `No Pod of this namespace matches the selector ${selector}.`,
    evidence: ({ namespaces }) => [`Pods in namespace ${some(namespaces)} match`],
  },
  "none-ready": {
    says: ({ held }) =>
      held.length === 1 ? "The only endpoint is not ready." : `None of the ${held.length} endpoints is ready.`,
    evidence: heldLines,
  },
  "some-not-ready": {
    says: ({ held, ready }) => `${held.length} of ${held.length + ready} endpoints ${areNot(held.length)} ready.`,
    evidence: heldLines,
  },
  "several-workloads": {
    says: ({ workloads }) => `The selector takes in Pods of ${workloads.length} workloads.`,
    evidence: workloadLines,
  },
  "several-versions": {
    says: ({ workloads }) => `The selector takes in Pods of ${workloads.length} workloads that run the same images.`,
    evidence: workloadLines,
    help: () => "Nothing, if they are versions of one application, as a canary is: their Pods share the traffic alike.",
  },
  "single-endpoint": {
    says: () => "There is a single endpoint.",
    evidence: ({ endpoint }) => [endpoint],
  },
  "no-selector-no-slices": { says: () => "The Service has no selector, and no EndpointSlice names it." },
  "port-not-served": {
    says: ({ port }) => `No EndpointSlice serves the port ${portText(port)}: name and protocol must be the same.`,
    evidence: ({ offered }) => [offered.length > 0 ? `they serve ${some(offered)}` : "they name no port"],
  },
  "address-without-pod": {
    says: ({ listed }) =>
      `EndpointSlices list ${count(listed.length, "address", "addresses")} that ${listed.length === 1 ? "does" : "do"} not belong to a Pod of the Service.`,
    evidence: ({ listed }) => heldLines({ held: listed }),
  },
  "pods-in-no-slice": {
    says: ({ pods }) =>
      `${count(pods.length, "Pod")} that ${pods.length === 1 ? "is" : "are"} ready ${pods.length === 1 ? "is" : "are"} in no EndpointSlice.`,
    evidence: ({ pods }) => [some(pods)],
  },
} satisfies Partial<WordsOf>;

function workloadLines({ workloads }: { workloads: readonly WorkloadFact[] }): string[] {
  return firstLines(
    workloads.map(({ kind, name, pods }) => {
      const shown = Number.isFinite(pods) ? count(pods, "Pod") : "a Pod on each node";
      return `${kind === "Pod" ? "Pods that no workload keeps" : `${kind} ${name}`}: ${shown}`;
    }),
  );
}
