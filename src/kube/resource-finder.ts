import type { Resource } from "./client.ts";
import { discover, type Discovery } from "./discovery.ts";
import { apiVersionOf, builtInResources, findResource, unknownKind, unknownResource } from "./resources.ts";
import type { Transport } from "./transport.ts";

/** Finds resources: among those that svcctl knows, else among those that the server names. It is asked once at most. */
export class ResourceFinder {
  readonly #transport: Transport;
  readonly #warn: (text: string) => void;
  #discovery: Promise<Discovery> | undefined;

  /** @param warn is told of what the server should serve and cannot: an extension that is down */
  constructor(transport: Transport, warn: (text: string) => void) {
    this.#transport = transport;
    this.#warn = warn;
  }

  /** By a user's word. Throws kubectl's error when nothing is called so. */
  async find(word: string): Promise<Resource> {
    const known = findResource(builtInResources, word);
    if (known) return known;
    const { found } = await this.discovery();
    const byPreference = [
      ...found.filter(({ preferred }) => preferred),
      ...found.filter(({ preferred }) => !preferred),
    ];
    const named = findResource(
      byPreference.map(({ resource }) => resource),
      word,
    );
    if (named) return named;
    throw unknownResource(word);
  }

  /** By a manifest's apiVersion and kind. */
  async findKind(apiVersion: string, kind: string): Promise<Resource> {
    const isMeant = (resource: Resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion;
    const known = builtInResources.find(isMeant);
    if (known) return known;
    const { found } = await this.discovery();
    const named = found.map(({ resource }) => resource).find(isMeant);
    if (named) return named;
    throw unknownKind(apiVersion, kind);
  }

  /** What the server serves. */
  discovery(): Promise<Discovery> {
    return (this.#discovery ??= this.#ask());
  }

  async #ask(): Promise<Discovery> {
    const discovery = await discover(this.#transport);
    if (discovery.failed.length > 0) {
      this.#warn(`unable to retrieve the complete list of server APIs: ${discovery.failed.join(", ")}`);
    }
    return discovery;
  }
}
