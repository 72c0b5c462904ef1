import { asCliError, CliError, throwCollected } from "../errors.ts";
import type { Cluster, ObjectRef, Resource } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import type { Scope } from "./flags.ts";

/** One object that a command works on. */
export interface Target {
  resource: Resource;
  ref: ObjectRef;
  /** From a file or a list; a name alone has none yet. */
  object: KubeObject | undefined;
  /** The file that it came from, for messages. */
  source: string | undefined;
}

/** A target, or why there is none: the others are still worked on, and the failures told at the end. */
export type Found = Target | CliError;

/** What a command line asks for. */
export interface TargetRequest {
  scope: Scope;
  /** TYPE NAME…, TYPE/NAME…, or types. */
  words: readonly string[];
  filenames: readonly string[];
  recursive?: boolean;
  /** Whether files are held to what kubectl's validation asks for: create and apply do. */
  validates?: boolean;
  selector?: string | undefined;
  fieldSelector?: string | undefined;
  /** --all: every object of the types. */
  all?: boolean;
}

/** The namespace that -n names, else the context's. */
export const namespaceOf = (scope: Scope, cluster: Cluster): string => scope.namespace ?? cluster.namespace;

/** The target's object: as found, else as the server has it now. */
export async function readTarget({ object, resource, ref }: Target, cluster: Cluster): Promise<KubeObject> {
  return object ?? cluster.get(resource, ref);
}

/** A failure becomes a value that is told with the others. */
export async function collecting(find: () => Promise<Target[]>): Promise<Found[]> {
  try {
    return await find();
  } catch (error) {
    return [asCliError(error)];
  }
}

/** Works on each target in turn. Failures do not keep the others from their turn; they are thrown together at the end. */
export async function forEachTarget(found: readonly Found[], act: (target: Target) => Promise<void>): Promise<void> {
  const failures: CliError[] = [];
  for (const target of found) {
    try {
      if (target instanceof CliError) throw target;
      await act(target);
    } catch (error) {
      failures.push(asCliError(error));
    }
  }
  throwCollected(failures);
}
