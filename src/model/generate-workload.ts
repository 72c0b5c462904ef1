import { Refusal } from "./refusal.ts";
import type { KubeObject } from "./snapshot.ts";

/** What the flags of `create deployment NAME` say. */
export interface DeploymentFlags {
  name: string;
  namespace?: string | undefined;
  images: readonly string[];
  replicas: number;
  /** The container port of the first container; undefined: none. */
  port?: number | undefined;
  /** What follows `--`: the command of the one container. */
  command: readonly string[];
}

/** The Deployment that `create deployment` sends (kubectl 1.36). Throws a Refusal. */
export function generateDeployment(flags: DeploymentFlags): KubeObject {
  const { name, namespace, images, replicas, command } = flags;
  if (images.length > 1 && command.length > 0) throw new Refusal("cannot specify multiple --image options and command");
  const labels = { app: name };
  return {
    kind: "Deployment",
    apiVersion: "apps/v1",
    metadata: { name, ...(namespace !== undefined && { namespace }), labels },
    spec: {
      replicas,
      selector: { matchLabels: { ...labels } },
      template: { metadata: { labels: { ...labels } }, spec: { containers: generateContainers(flags) } },
      strategy: {},
    },
    status: {},
  };
}

function generateContainers({ images, port, command }: DeploymentFlags): unknown[] {
  return images.map((image, at) => ({
    name: containerName(image),
    image,
    ...(command.length > 0 && { command: [...command] }),
    ...(at === 0 && port !== undefined && { ports: [{ containerPort: port }] }),
    resources: {},
  }));
}

/** The image's own name, without registry, tag and digest; what a container's name cannot hold becomes a hyphen. */
function containerName(image: string): string {
  const last = image.split("/").at(-1) ?? image;
  return last.replace(/[:@].*$/, "").replaceAll(/[_.]/g, "-");
}

/** The Namespace that `create namespace` sends (kubectl 1.36). */
export function generateNamespace(name: string): KubeObject {
  return { kind: "Namespace", apiVersion: "v1", metadata: { name }, spec: {}, status: {} };
}
