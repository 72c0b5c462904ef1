import type { CheckWorld } from "../check-world.ts";
import type { Fact } from "../finding-facts.ts";
import type { Located } from "./located.ts";

/** SVC017: StatefulSets without the headless Service that gives their Pods names. */
export function checkStatefulSets(world: CheckWorld): Located[] {
  return world.around.statefulSets.flatMap((object): Located[] => {
    const namespace = object.metadata?.namespace ?? "";
    const name = object.spec?.serviceName ?? "";
    if (!world.knows(namespace)) return [];
    const fact = factOf(namespace, name, world);
    return fact ? [{ kind: "StatefulSet", object, services: name === "" ? [] : [{ namespace, name }], fact }] : [];
  });
}

function factOf(namespace: string, name: string, { service }: CheckWorld): Fact | undefined {
  if (name === "") return { kind: "stateful-set-without-service" };
  const found = service(namespace, name);
  if (!found) return { kind: "stateful-set-service-missing", service: name };
  const isHeadless = found.spec?.clusterIP === "None";
  return isHeadless ? undefined : { kind: "stateful-set-service-not-headless", service: name };
}
