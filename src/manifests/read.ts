import { CliError } from "../errors.ts";
import type { Manifest, ManifestSource } from "./source.ts";

/** What reading manifests needs of the outside world. */
export interface ReadWorld {
  stdin(): Promise<Buffer>;
  signal: AbortSignal;
}

export async function readManifests(_source: ManifestSource, _world: ReadWorld): Promise<Manifest[]> {
  throw new CliError("no manifests");
}
