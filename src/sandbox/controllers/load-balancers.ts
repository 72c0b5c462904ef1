import type { Service } from "../../model/snapshot.ts";
import type { ControllerContext } from "./context.ts";
import { createIndex, type Index, keyOf } from "./observe.ts";
import { isTerminating } from "./pods.ts";

const FINALIZER = "service.kubernetes.io/load-balancer-cleanup";
/** TEST-NET-2, a range for documentation (RFC 5737): nothing on the internet answers from there. */
const PREFIX = "198.51.100.";
const LAST_HOST = 254;

/**
 * Gives each Service of type LoadBalancer an address of 198.51.100.0/24, and takes it back when the Service changes its
 * type or goes. Unless `enabled`, it gives none, but still takes back what was given before.
 */
export function runLoadBalancers(context: ControllerContext, enabled: boolean): void {
  const { loop, observer } = context;
  const { services } = context.objects;
  const byAddress = createIndex<Service>(observer, services.kind, ({ status }) =>
    (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []),
  );

  const queue = loop.queue((key) => {
    const service = services.get(key);
    if (!service) return;
    const { type, loadBalancerClass, loadBalancerIP } = service.spec ?? {};
    const wants = enabled && type === "LoadBalancer" && !loadBalancerClass && !isTerminating(service);
    const has = service.metadata?.finalizers?.includes(FINALIZER) ?? false;
    const hasAddress = service.status?.loadBalancer?.ingress?.length;
    if (wants && !(has && hasAddress)) ensure(context, service, freeAddress(byAddress, loadBalancerIP));
    else if (!wants && has) remove(context, service);
  });
  observer.on(services.kind, ({ object }) => queue.add(keyOf(object)));
}

/** The wished address if it is free and in the range, else the lowest that is free. */
function freeAddress(inUse: Index<Service>, wish: string | undefined): string | undefined {
  const all = Array.from({ length: LAST_HOST }, (_, index) => `${PREFIX}${index + 1}`);
  const free = all.filter((address) => inUse.count(address) === 0);
  return free.find((address) => address === wish) ?? free[0];
}

function ensure({ objects, record }: ControllerContext, service: Service, address: string | undefined): void {
  const component = "service-controller";
  record(service, { type: "Normal", reason: "EnsuringLoadBalancer", message: "Ensuring load balancer", component });
  if (address === undefined) {
    const message = `Error syncing load balancer: failed to ensure load balancer: ${PREFIX}0/24 has no free address`;
    return record(service, { type: "Warning", reason: "SyncLoadBalancerFailed", message, component });
  }
  const finalizers = [...new Set([...(service.metadata?.finalizers ?? []), FINALIZER])];
  const held = objects.services.update({ ...service, metadata: { ...service.metadata, finalizers } });
  const status = { ...held.status, loadBalancer: { ingress: [{ ip: address, ipMode: "VIP" }] } };
  objects.services.update({ ...held, status }, "status");
  record(service, { type: "Normal", reason: "EnsuredLoadBalancer", message: "Ensured load balancer", component });
}

function remove({ objects, record }: ControllerContext, service: Service): void {
  const component = "service-controller";
  record(service, { type: "Normal", reason: "DeletingLoadBalancer", message: "Deleting load balancer", component });
  const cleared = objects.services.update({ ...service, status: { ...service.status, loadBalancer: {} } }, "status");
  record(service, { type: "Normal", reason: "DeletedLoadBalancer", message: "Deleted load balancer", component });
  const finalizers = (cleared.metadata?.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
  objects.services.update({ ...cleared, metadata: { ...cleared.metadata, finalizers } });
}
