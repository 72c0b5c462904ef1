import { CliError } from "../errors.ts";
import { fileError, readIfThere, writePrivateFile } from "./files.ts";
import { LEASE_NAMESPACE } from "./nodes/leases.ts";
import { decode } from "./schema/decode.ts";
import { isObject } from "./schema/json-types.ts";
import { schemaOf } from "./schema/schema.ts";
import type { Registry, RegistryState, StoreEvent } from "./types.ts";

/** Changes within this time are written together. */
const DEBOUNCE_MS = 1000;

/** Keeps a cluster's state in a file. */
export interface Persistence {
  /** Writes what is not written yet, and ends. */
  stop(): Promise<void>;
}

/**
 * Writes the state now, and then some moments after each change. Rejects when the file cannot be written now; `onError`
 * hears when it cannot be later.
 */
export async function persist(
  registry: Registry,
  path: string,
  onError: (error: unknown) => void,
): Promise<Persistence> {
  let timer: NodeJS.Timeout | undefined;
  let writing = writeState(path, registry.dump());
  await writing;
  const write = () => {
    timer = undefined;
    writing = writing.then(() => writeState(path, registry.dump())).catch(onError);
    return writing;
  };
  const unsubscribe = registry.subscribe((event) => {
    if (!isRenewal(event)) timer ??= setTimeout(write, DEBOUNCE_MS);
  });
  return {
    async stop() {
      unsubscribe();
      clearTimeout(timer);
      await write();
    },
  };
}

/** The nodes renew their leases all the time: that alone is no reason to write the file. */
const isRenewal = ({ type, kind, object }: StoreEvent): boolean =>
  type === "MODIFIED" && kind.kind === "Lease" && object.metadata?.namespace === LEASE_NAMESPACE;

/** Events are of the moment: they are not kept. */
async function writeState(path: string, { revision, objects }: RegistryState): Promise<void> {
  const kept = objects.filter(({ kind }) => kind !== "Event");
  try {
    await writePrivateFile(path, JSON.stringify({ format: 1, revision, objects: kept }));
  } catch (error) {
    throw fileError("write", path, error);
  }
}

/** The state in a file; undefined when there is none yet. Throws a CliError for a file that holds something else. */
export async function readState(path: string): Promise<RegistryState | undefined> {
  const text = await readIfThere(path).catch((error: unknown) => {
    throw fileError("read", path, error);
  });
  if (text === undefined) return undefined;
  const state = parse(text);
  if (state) return state;
  throw new CliError(`${path} does not hold the state of a sandbox`, {
    hint: "It is left as it is. Name another file, or move this one away to begin anew.",
  });
}

function parse(text: string): RegistryState | undefined {
  try {
    const { format, revision, objects } = JSON.parse(text) as Partial<RegistryState> & { format?: number };
    if (format !== 1 || !isRevision(revision) || !Array.isArray(objects)) return undefined;
    return objects.every(isStorable) ? { revision, objects } : undefined;
  } catch {
    return undefined;
  }
}

const isRevision = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Whether it is an object of a kind that is served, with a name. Throws for fields of the wrong type. */
function isStorable(object: unknown): boolean {
  if (!isObject(object) || typeof object["apiVersion"] !== "string" || typeof object["kind"] !== "string") return false;
  const schema = schemaOf(object["apiVersion"], object["kind"]);
  return schema !== undefined && Boolean(decode(schema, object).object.metadata?.name);
}
