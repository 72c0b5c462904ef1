import type { Container, LifecycleHandler, Probe } from "../../../model/kinds.ts";
import type { Cause } from "../../types.ts";
import { checkHttpHeaderName } from "../content.ts";
import { forbidden, invalid, invalidEach, notNegative, notSupported, required } from "../field-error.ts";
import { validatePortOrName } from "../port.ts";

type Handler = LifecycleHandler & Probe;

/** Each way to ask a container something; of these a handler has one. */
const actions: readonly {
  name: "exec" | "httpGet" | "tcpSocket" | "grpc" | "sleep";
  validate: (field: string, handler: Handler, grace: number) => Cause[];
}[] = [
  {
    name: "exec",
    validate: (field, { exec }) => ((exec?.command ?? []).length > 0 ? [] : [required(`${field}.command`)]),
  },
  { name: "httpGet", validate: (field, { httpGet }) => validateHttpGet(field, httpGet) },
  { name: "tcpSocket", validate: (field, { tcpSocket }) => validatePortOrName(`${field}.port`, tcpSocket?.port ?? 0) },
  { name: "grpc", validate: (field, { grpc }) => validatePortOrName(`${field}.port`, grpc?.port ?? 0) },
  {
    name: "sleep",
    validate(field, { sleep }, grace) {
      const seconds = sleep?.seconds ?? 0;
      if (seconds >= 0 && seconds <= grace) return [];
      return [invalid(field, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`)];
    },
  },
];

function validateHttpGet(field: string, action: Handler["httpGet"]): Cause[] {
  const scheme = action?.scheme ?? "";
  return [
    ...(action?.path ? [] : [required(`${field}.path`)]),
    ...validatePortOrName(`${field}.port`, action?.port ?? 0),
    ...(["HTTP", "HTTPS"].includes(scheme) ? [] : [notSupported(`${field}.scheme`, scheme, ["HTTP", "HTTPS"])]),
    ...(action?.httpHeaders ?? []).flatMap(({ name }) =>
      invalidEach(`${field}.httpHeaders`, name, checkHttpHeaderName(name)),
    ),
  ];
}

function validateHandler(field: string, handler: Handler, grace: number): Cause[] {
  const [first, ...others] = actions.filter(({ name }) => handler[name] !== undefined);
  if (!first) return [required(field, "must specify a handler type")];
  return [
    ...first.validate(`${field}.${first.name}`, handler, grace),
    ...others.map(({ name }) => forbidden(`${field}.${name}`, "may not specify more than 1 handler type")),
  ];
}

const probeNumbers = [
  "initialDelaySeconds",
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
] as const;

function validateProbe(field: string, probe: Probe | undefined, grace: number): Cause[] {
  if (!probe) return [];
  const seconds = probe.terminationGracePeriodSeconds;
  return [
    ...validateHandler(field, probe, grace),
    ...probeNumbers.flatMap((name) => notNegative(`${field}.${name}`, probe[name])),
    ...(seconds !== undefined && seconds <= 0
      ? [invalid(`${field}.terminationGracePeriodSeconds`, seconds, "must be greater than 0")]
      : []),
  ];
}

/** The lifecycle handlers and the three probes of a container that keeps running. `grace` is the Pod's, in seconds. */
export function validateHandlers(field: string, container: Container, grace: number): Cause[] {
  const { lifecycle, livenessProbe, readinessProbe, startupProbe } = container;
  const once = (name: string, probe: Probe | undefined): Cause[] => [
    ...validateProbe(`${field}.${name}`, probe, grace),
    ...(probe && probe.successThreshold !== 1
      ? [invalid(`${field}.${name}.successThreshold`, probe.successThreshold, "must be 1")]
      : []),
  ];
  const period = readinessProbe?.terminationGracePeriodSeconds;
  return [
    ...(lifecycle?.postStart ? validateHandler(`${field}.lifecycle.postStart`, lifecycle.postStart, grace) : []),
    ...(lifecycle?.preStop ? validateHandler(`${field}.lifecycle.preStop`, lifecycle.preStop, grace) : []),
    ...once("livenessProbe", livenessProbe),
    ...validateProbe(`${field}.readinessProbe`, readinessProbe, grace),
    ...(period === undefined
      ? []
      : [
          invalid(
            `${field}.readinessProbe.terminationGracePeriodSeconds`,
            period,
            "must not be set for readinessProbes",
          ),
        ]),
    ...once("startupProbe", startupProbe),
  ];
}
