import type { Fact } from "../finding-facts.ts";
import type { Metadata } from "../snapshot.ts";

/** A fact about an object that is no Service, and the Services that it concerns. */
export interface Located {
  kind: "StatefulSet" | "Ingress" | "HTTPRoute" | "ConfigMap";
  object: { metadata?: Pick<Metadata, "namespace" | "name" | "annotations"> };
  services: readonly { namespace: string; name: string }[];
  fact: Fact;
}
