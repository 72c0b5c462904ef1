import type { WordsOf } from "./check-words.ts";
import { count, declaredLines, declaredText, portText, some } from "./check-lists.ts";

/** Ports, and what stands in the way to them. */
export const portsWords = {
  "no-such-target-port": {
    says: ({ port, target, pods }) =>
      `Port ${portText(port)} leads to a container port named ${target}, which ${pods === 1 ? "the matching Pod does not have" : "no matching Pod has"}.`,
    evidence: declaredLines,
  },
  "target-port-on-some": {
    says: ({ port, target, without, pods }) =>
      `Port ${portText(port)} leads to a container port named ${target}, which ${without.length} of ${pods} Pods ${without.length === 1 ? "does" : "do"} not have.`,
    evidence: ({ without }) => [`without it: ${some(without)}`],
  },
  "target-port-numbers": {
    says: ({ port, target }) =>
      `Port ${portText(port)} leads to a container port named ${target}, whose number differs between the Pods.`,
    evidence: ({ numbers }) => numbers.map(({ number, pods }) => `${number} on ${count(pods, "Pod")}`),
  },
  "undeclared-target": {
    says: ({ port, target }) =>
      `Port ${portText(port)} leads to ${target}/${port.protocol}, which no container declares.`,
    evidence: declaredLines,
  },
  "named-protocol-differs": {
    says: ({ port, target }) =>
      `Port ${portText(port)} leads to a container port named ${target}, which has another protocol.`,
    evidence: ({ found }) => [`the containers declare ${found.map(declaredText).join(", ")}`],
  },
  "number-protocol-differs": {
    says: ({ port, target }) =>
      `Port ${portText(port)} leads to ${target}, which the containers declare for another protocol.`,
    evidence: ({ found }) => [`the containers declare ${found.map(declaredText).join(", ")}`],
  },
  "headless-target-differs": {
    says: ({ port, targets }) =>
      `Port ${portText(port)} leads to ${targets.join(", ")}, but a headless Service translates no ports.`,
  },
  "node-port-clash": {
    says: ({ nodePort, protocol, others }) =>
      others.length === 0
        ? `The Service wants the node port ${nodePort}/${protocol} twice.`
        : `The node port ${nodePort}/${protocol} is wanted by another Service, too.`,
    evidence: ({ others }) => (others.length > 0 ? [`also: ${some(others)}`] : []),
  },
  "address-clash": {
    says: ({ address, port, protocol }) => `${address} port ${port}/${protocol} is claimed by another Service, too.`,
    evidence: ({ others }) => [`also: ${some(others)}`],
  },
  "node-port-out-of-range": {
    says: ({ nodePort }) => `The node port ${nodePort} is not in the range 30000 to 32767.`,
  },
  "port-name-not-dns": {
    says: ({ name }) => `No DNS label can hold the port name ${name} with an underscore before it.`,
  },
  "policies-let-nobody-in": {
    says: ({ port, blocked, pods }) =>
      `Port ${portText(port)} can be reached by nobody on ${blocked === pods ? "any Pod" : `${blocked} of ${pods} Pods`}.`,
    evidence: ({ policies }) => [`NetworkPolicy ${some(policies)}`],
  },
} satisfies Partial<WordsOf>;
