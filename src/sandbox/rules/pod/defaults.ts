import type { Container, LifecycleHandler, PodTemplate, Probe, Volume } from "../../../model/kinds.ts";
import type { PodSpec } from "./types.ts";

/** What the API server fills into every Pod spec, in a Pod and in a template alike (SetDefaults_PodSpec and below). */
export function setPodSpecDefaults(spec: PodSpec): void {
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) setContainerDefaults(container);
  for (const container of spec.ephemeralContainers ?? []) setContainerDefaults(container);
  for (const volume of spec.volumes ?? []) setVolumeDefaults(volume);
  spec.restartPolicy ||= "Always";
  spec.terminationGracePeriodSeconds ??= 30;
  spec.dnsPolicy ||= "ClusterFirst";
  spec.securityContext ??= {};
  spec.schedulerName ||= "default-scheduler";
  const account = spec.serviceAccountName || spec.serviceAccount;
  if (account) Object.assign(spec, { serviceAccountName: account, serviceAccount: account });
}

/** A template that is absent is an empty one: its owner's rules then say what it lacks. */
export function withTemplateDefaults(template: PodTemplate | undefined): PodTemplate {
  const filled = template ?? {};
  filled.metadata ??= {};
  setPodSpecDefaults((filled.spec ??= { containers: [] }));
  return filled;
}

function setContainerDefaults(container: Container): void {
  container.imagePullPolicy ||= pullsAlways(container.image ?? "") ? "Always" : "IfNotPresent";
  container.terminationMessagePath ||= "/dev/termination-log";
  container.terminationMessagePolicy ||= "File";
  container.resources ??= {};
  for (const port of container.ports ?? []) port.protocol ||= "TCP";
  for (const { valueFrom } of container.env ?? []) {
    if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ||= "v1";
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe) setProbeDefaults(probe);
  }
  setHandlerDefaults(container.lifecycle?.postStart);
  setHandlerDefaults(container.lifecycle?.preStop);
}

/** `:latest`, written or meant, may change under its name; a digest never does. */
function pullsAlways(image: string): boolean {
  const [name = "", digest] = image.split("@");
  const tag = name.split("/").at(-1)?.split(":")[1];
  return name !== "" && (tag === undefined ? digest === undefined : tag === "latest");
}

function setProbeDefaults(probe: Probe): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (probe.grpc) probe.grpc.service ??= "";
  setHandlerDefaults(probe);
}

function setHandlerDefaults(handler: LifecycleHandler | undefined): void {
  if (!handler?.httpGet) return;
  handler.httpGet.path ||= "/";
  handler.httpGet.scheme ||= "HTTP";
}

/** Files of rw-r--r--. */
const fileMode = 0o644;

function setVolumeDefaults(volume: Volume): void {
  if (Object.keys(volume).every((key) => key === "name")) volume.emptyDir = {};
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source) source.defaultMode ??= fileMode;
  }
  if (volume.hostPath) volume.hostPath.type ??= "";
  for (const { serviceAccountToken } of volume.projected?.sources ?? []) {
    if (serviceAccountToken) serviceAccountToken.expirationSeconds ??= 3600;
  }
}
