import type { Completion } from "../print/completion.ts";
import { SHELLS } from "../print/completion-scripts.ts";
import { entriesOf, namesOf, type Place, plain, typesOf } from "./complete-values.ts";

type Operands = (place: Place) => Promise<Completion>;

/** What may stand where a command takes words that are no flags. */
export async function operandValues(place: Place): Promise<Completion> {
  const { path } = place;
  const operands = Object.hasOwn(OPERANDS, path) ? OPERANDS[path] : undefined;
  return operands ? operands(place) : plain([]);
}

const entries =
  (section: Parameters<typeof entriesOf>[0]): Operands =>
  async (place) =>
    place.operands.length > 0 ? plain([]) : plain(await entriesOf(section, place.context, place.scope));

const services: Operands = async (place) => others(await namesOf("services", place), place.operands);

/** TYPE NAME…, TYPE,TYPE or TYPE/NAME…, of the types that are given, or of those of the server's that know a verb. */
const objects =
  (types: string | readonly string[]): Operands =>
  async (place) => {
    const { current, operands } = place;
    const slash = current.indexOf("/");
    if (slash >= 0) return plain(await namesOf(current.slice(0, slash), place), current.slice(0, slash + 1));
    const [type] = operands;
    if (type === undefined) {
      const list = current.slice(0, current.lastIndexOf(",") + 1);
      return plain(typeof types === "string" ? await typesOf(place, types) : types, list);
    }
    return type.includes("/") ? plain([]) : others(await namesOf(type, place), operands.slice(1));
  };

/** Names that do not stand on the line yet. */
const others = (names: readonly string[], given: readonly string[]): Completion =>
  plain(names.filter((name) => !given.includes(name)));

const VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

const canI: Operands = async (place) => {
  if (place.operands.length === 0) return plain(VERBS);
  return place.operands.length === 1 ? plain(await typesOf(place)) : plain([]);
};

const WORKLOADS = ["deployments", "replicasets", "replicationcontrollers", "statefulsets"];

const OPERANDS: Record<string, Operands> = {
  annotate: objects("patch"),
  "apply view-last-applied": objects("get"),
  "auth can-i": canI,
  check: services,
  completion: async ({ operands }) => plain(operands.length === 0 ? SHELLS : []),
  "config delete-cluster": entries("clusters"),
  "config delete-context": entries("contexts"),
  "config delete-user": entries("users"),
  "config get-contexts": entries("contexts"),
  "config rename-context": entries("contexts"),
  "config set-cluster": entries("clusters"),
  "config set-context": entries("contexts"),
  "config set-credentials": entries("users"),
  "config use-context": entries("contexts"),
  dataplane: services,
  delete: objects("delete"),
  describe: objects(["endpoints", "endpointslices", "services"]),
  dns: services,
  endpoints: services,
  expose: objects(["cronjobs", "daemonsets", "jobs", "pods", "services", ...WORKLOADS]),
  get: objects("get"),
  label: objects("patch"),
  patch: objects("patch"),
  scale: objects(WORKLOADS),
  "set selector": objects(["services"]),
  trace: services,
  wait: objects("get"),
};
