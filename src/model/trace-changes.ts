import type { ServicePort } from "./ports.ts";
import type { ServiceTrace, Share, Step, StepState, TracedEndpoint } from "./trace.ts";

/** What has changed on the way to a Service. `before` and `after` are the two states of one step or one endpoint. */
export type TraceChange = { namespace: string; name: string } & (
  | { kind: "start"; trace: ServiceTrace }
  | { kind: "gone" }
  | { kind: "step"; port: ServicePort | undefined; before: Step | undefined; after: Step | undefined }
  | {
      kind: "endpoint";
      port: ServicePort | undefined;
      before: TracedEndpoint | undefined;
      after: TracedEndpoint | undefined;
    }
  | { kind: "state"; before: StepState; after: StepState }
);

/**
 * What differs between two looks at the same Services, in the order of the ways; a Service's state comes last. Seconds that
 * pass, and shares that change with the number of endpoints alone, are no changes of their own.
 */
export function traceChanges(before: readonly ServiceTrace[], after: readonly ServiceTrace[]): TraceChange[] {
  const earlier = new Map(before.map((trace) => [nameOf(trace), trace]));
  const later = new Set(after.map(nameOf));
  const gone = before.filter((trace) => !later.has(nameOf(trace)));
  return [
    ...gone.map(({ namespace, name }): TraceChange => ({ kind: "gone", namespace, name })),
    ...after.flatMap((trace) => changesOf(earlier.get(nameOf(trace)), trace)),
  ];
}

const nameOf = ({ namespace, name }: ServiceTrace): string => `${namespace}/${name}`;

function changesOf(before: ServiceTrace | undefined, after: ServiceTrace): TraceChange[] {
  const { namespace, name } = after;
  if (!before) return [{ kind: "start", namespace, name, trace: after }];
  const steps = differences(stepsOf(before), stepsOf(after)).map(({ port, ...two }): TraceChange => {
    return { kind: "step", namespace, name, port, ...two };
  });
  const endpoints = differences(endpointsOf(before), endpointsOf(after)).map(({ port, ...two }): TraceChange => {
    return { kind: "endpoint", namespace, name, port, ...two };
  });
  const state: TraceChange = { kind: "state", namespace, name, before: before.state, after: after.state };
  return [...steps, ...endpoints, ...(before.state === after.state ? [] : [state])];
}

interface Item<T> {
  port: ServicePort | undefined;
  /** What is compared: facts without seconds, which pass by themselves. */
  substance: string;
  item: T;
}

interface Difference<T> {
  port: ServicePort | undefined;
  before: T | undefined;
  after: T | undefined;
}

function differences<T>(before: ReadonlyMap<string, Item<T>>, after: ReadonlyMap<string, Item<T>>): Difference<T>[] {
  const gone = [...before]
    .filter(([key]) => !after.has(key))
    .map(([, { port, item }]): Difference<T> => ({ port, before: item, after: undefined }));
  const changed = [...after].flatMap(([key, { port, item, substance }]): Difference<T>[] => {
    const earlier = before.get(key);
    return earlier?.substance === substance ? [] : [{ port, before: earlier?.item, after: item }];
  });
  return [...gone, ...changed];
}

/** Steps by port, kind and place among their kind: an address that changes is a change, not two. */
function stepsOf(trace: ServiceTrace): Map<string, Item<Step>> {
  const items = new Map<string, Item<Step>>();
  for (const { port, steps } of [{ port: undefined, steps: trace.steps }, ...trace.ports]) {
    const seen = new Map<string, number>();
    for (const step of steps) {
      const at = seen.get(step.kind) ?? 0;
      seen.set(step.kind, at + 1);
      items.set(JSON.stringify([keyOf(port), step.kind, at]), { port, item: step, substance: substanceOf(step) });
    }
  }
  return items;
}

function endpointsOf(trace: ServiceTrace): Map<string, Item<TracedEndpoint>> {
  return new Map(
    trace.ports.flatMap(({ port, endpoints }) =>
      endpoints.map((endpoint): [string, Item<TracedEndpoint>] => {
        const { address, row, inside, outside, container, state } = endpoint;
        const key = row.podName === undefined ? [address] : [row.podName, familyMark(address)];
        const { node, zone, slices, reasons } = row;
        const facts = [address, row.state, node, zone, slices, reasons, part(inside), part(outside), container, state];
        return [JSON.stringify([keyOf(port), ...key]), { port, item: endpoint, substance: substanceOf(facts) }];
      }),
    ),
  );
}

/** Whether it gets traffic from everywhere, from somewhere, or none: how many share it is told with the endpoints. */
const part = (share: Share | undefined) => share && [share.least > 0, share.most > 0];

/** A Pod's addresses of both families are two endpoints. */
const familyMark = (address: string | undefined): string => (address?.startsWith("[") ? "IPv6" : "");

const keyOf = (port: ServicePort | undefined) => port && [port.name, port.port, port.protocol];

const substanceOf = (facts: unknown): string =>
  JSON.stringify(facts, (key, value: unknown) => (key === "secondsLeft" ? undefined : value));
