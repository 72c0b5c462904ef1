import type { ServiceSpec } from "../../../model/kinds.ts";
import type { Service } from "../../../model/snapshot.ts";
import type { Cause, RuleContext, Strategy } from "../../types.ts";
import { defineRules } from "../kind-rules.ts";
import { labelName } from "../names.ts";
import { chooseAddresses } from "./choose-addresses.ts";
import { choosePorts, choosePortsAgain } from "./choose-ports.ts";
import { setServiceDefaults } from "./defaults.ts";
import { needsClusterIp, needsHealthCheckPort, needsNodePorts, nodePortsOf } from "./facts.ts";
import { settleFamilies } from "./families.ts";
import { createServicePools, type ServicePools } from "./pools.ts";
import { validateServiceStatus } from "./status.ts";
import { completeAddresses, dropTypeDependentFields, keepAllocated } from "./update.ts";
import { validateService, validateServiceUpdate } from "./validate.ts";
import { warnAboutService } from "./warnings.ts";

/**
 * The rules of Services, with the cluster's addresses and node ports. As in the API server, addresses and ports are
 * chosen before anything else is judged: a refusal there is the only one that is told. What was chosen is taken in
 * `allocate`, once the object is found valid.
 */
export function createServiceStrategy(random: () => number): Strategy {
  const pools = createServicePools(random);
  const rules = defineRules<Service>({
    name: labelName,
    setDefaults: setServiceDefaults,
    prepareForCreate,
    prepareForUpdate,
    validate: validateService,
    validateUpdate: (service, previous) => [
      ...validateServiceUpdate(service, previous),
      ...validateService(service, previous),
    ],
    validateStatusUpdate: validateServiceStatus,
    warnings: warnAboutService,
  });
  return {
    ...rules,
    validate: (object, context) =>
      firstOf(choose(object as Service, undefined, context, pools), () => rules.validate?.(object, context)),
    validateUpdate: (object, previous, context) =>
      firstOf(choose(object as Service, previous as Service, context, pools), () =>
        rules.validateUpdate?.(object, previous, context),
      ),
    allocate(object, previous, { dryRun }) {
      if (!dryRun) exchange(held(object as Service), held(previous as Service | undefined), pools);
      return [];
    },
    release: (object) => exchange(nothing, held(object as Service), pools),
  };
}

const firstOf = (refusals: Cause[], next: () => Cause[] | undefined): Cause[] =>
  refusals.length > 0 ? refusals : (next() ?? []);

function prepareForCreate(service: Service): void {
  service.status = { loadBalancer: {} };
  completeAddresses((service.spec ??= {}));
}

function prepareForUpdate(service: Service, previous: Service): void {
  const spec = (service.spec ??= {});
  const before = previous.spec ?? {};
  service.status = structuredClone(previous.status) ?? { loadBalancer: {} };
  keepAllocated(spec, before);
  dropTypeDependentFields(service, spec, before);
}

function choose(
  service: Service,
  previous: Service | undefined,
  { dryRun }: RuleContext,
  pools: ServicePools,
): Cause[] {
  const spec = service.spec ?? {};
  const before = previous?.spec;
  const families = settleFamilies(spec, before);
  if (families.length > 0) return families;
  const addresses =
    !before || before.type === "ExternalName" ? chooseAddresses(service, spec, pools.addresses, dryRun) : [];
  if (addresses.length > 0) return addresses;
  return before ? choosePortsAgain(spec, before, pools.nodePorts, dryRun) : choosePorts(spec, pools.nodePorts, dryRun);
}

/** What a Service has of the pools. */
interface Held {
  addresses: string[];
  nodePorts: number[];
}

const nothing: Held = { addresses: [], nodePorts: [] };

function held(service: Service | undefined): Held {
  const spec: ServiceSpec = service?.spec ?? {};
  if (!service || !needsClusterIp(spec)) return nothing;
  const healthCheck = needsHealthCheckPort(spec) ? (spec.healthCheckNodePort ?? 0) : 0;
  return {
    addresses: (spec.clusterIPs ?? []).filter((address) => address !== "None"),
    nodePorts: needsNodePorts(spec) ? [...nodePortsOf(spec), ...(healthCheck ? [healthCheck] : [])] : [],
  };
}

function exchange(now: Held, before: Held, { addresses, nodePorts }: ServicePools): void {
  for (const address of before.addresses) if (!now.addresses.includes(address)) addresses.release(address);
  for (const port of before.nodePorts) if (!now.nodePorts.includes(port)) nodePorts.release(port);
  for (const address of now.addresses) addresses.take(address);
  for (const port of now.nodePorts) nodePorts.take(port);
}
