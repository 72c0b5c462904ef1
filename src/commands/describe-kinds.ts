import type { Context } from "../context.ts";
import { CliError, settleAll } from "../errors.ts";
import type { Cluster, Resource } from "../kube/client.ts";
import { readSnapshot } from "../kube/read-snapshot.ts";
import { printFieldSelector } from "../model/field-selector.ts";
import { viewServices } from "../model/service-view.ts";
import type { Endpoints, EndpointSlice, Event, KubeObject } from "../model/snapshot.ts";
import { MOST_ENDPOINTS } from "../print/endpoints-table.ts";
import { describeEndpointSlice } from "../print/describe-endpoint-slice.ts";
import { describeEndpoints } from "../print/describe-endpoints.ts";
import { isAbout } from "../print/describe-events.ts";
import { type DescribeLook, describeService } from "../print/describe-service.ts";

/** One question: named objects of a kind in one namespace, or a list. */
export interface Question {
  resource: Resource;
  /** Undefined: all namespaces. */
  namespace: string | undefined;
  /** Empty: all, or those that the selector takes in. */
  names: readonly string[];
  labelSelector?: string | undefined;
  /** Whether Events are read, too. */
  events: boolean;
  /** Every endpoint of a Service, on a terminal, too. */
  all: boolean;
  chunkSize: number;
}

/** One object that was found, and how it is shown. */
export interface Description {
  name: string;
  print(options: { events: boolean }): string;
}

export interface Answer {
  found: Description[];
  /** Of objects that were asked for by name. */
  failures: CliError[];
}

type Describer = (question: Question, cluster: Cluster, context: Context) => Promise<Answer>;

/** The kinds that can be described, by plural and group: other groups have Services of their own. */
const describers: Readonly<Record<string, Describer>> = {
  "services.": describeServices,
  "endpoints.": describeObjects((object, look) => describeEndpoints(object as Endpoints, look)),
  "endpointslices.discovery.k8s.io": describeObjects((object, look) =>
    describeEndpointSlice(object as unknown as EndpointSlice, look),
  ),
};

/** How a kind is described; undefined for kinds that are kubectl's. */
export function describerOf({ plural, group }: Resource): Describer | undefined {
  const key = `${plural}.${group}`;
  return Object.hasOwn(describers, key) ? describers[key] : undefined;
}

async function describeServices(question: Question, cluster: Cluster, { io, now }: Context): Promise<Answer> {
  const reading = await readSnapshot(cluster, { ...question, nodes: false });
  const eventsKnown = !reading.unreadable.some(({ kind }) => kind === "Event");
  const at = now();
  const most = io.isTTY && !question.all ? MOST_ENDPOINTS : undefined;
  const found = viewServices(reading, at).map((view): Description => {
    const own = reading.events.filter((event) => isAbout(event, "Service", view.service as KubeObject));
    return {
      name: view.name,
      print: ({ events }) =>
        describeService(view, { ...io, most, now: at, events: events && eventsKnown ? own : undefined }),
    };
  });
  return { found, failures: reading.failures };
}

/** Describes objects that need nothing but themselves and their Events. */
function describeObjects(print: (object: KubeObject, look: DescribeLook) => string): Describer {
  return async (question, cluster, { io, now }) => {
    const [read, about] = await Promise.all([readObjects(question, cluster), readEvents(question, cluster)]);
    const at = now();
    const found = read.objects.map((object): Description => {
      const own = about?.filter((event) => isAbout(event, question.resource.kind, object));
      return {
        name: object.metadata?.name ?? "",
        print: ({ events }) => print(object, { ...io, now: at, events: events ? own : undefined }),
      };
    });
    return { found, failures: read.failures };
  };
}

async function readObjects(
  { resource, namespace, names, labelSelector, chunkSize }: Question,
  cluster: Cluster,
): Promise<{ objects: KubeObject[]; failures: CliError[] }> {
  if (names.length === 0) {
    const { items } = await cluster.list(resource, { namespace, labelSelector, chunkSize });
    return { objects: items, failures: [] };
  }
  const read = await settleAll(names.map((name) => cluster.get(resource, { namespace, name })));
  return { objects: read.done, failures: read.failures };
}

/** The Events about a kind, or about one object of it; undefined when they are not wanted or may not be read. */
async function readEvents(question: Question, cluster: Cluster): Promise<Event[] | undefined> {
  if (!question.events) return undefined;
  const { namespace, names, resource, chunkSize } = question;
  const about = names.length === 1 ? [{ field: "involvedObject.name", value: names[0] ?? "" }] : [];
  const fields = [{ field: "involvedObject.kind", value: resource.kind }, ...about];
  const fieldSelector = printFieldSelector(fields.map((field) => ({ ...field, operator: "=" })));
  try {
    const { items } = await cluster.list(await cluster.resource("events"), { namespace, fieldSelector, chunkSize });
    return items as unknown as Event[];
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}
