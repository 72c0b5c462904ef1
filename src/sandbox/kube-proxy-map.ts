import type { ClusterObjects } from "./controllers/cluster-objects.ts";
import { POD_RANGE } from "./nodes/node-objects.ts";

/**
 * Makes the ConfigMap kube-system/kube-proxy, as kubeadm does: what reads kube-proxy's settings finds them where it looks
 * in other clusters. One that is there already stays as it is. No kube-proxy runs here, so its kubeconfig is left out.
 */
export function furnishKubeProxyMap({ configMaps }: ClusterObjects): void {
  const [namespace, name] = ["kube-system", "kube-proxy"];
  if (configMaps.get(`${namespace}/${name}`)) return;
  const metadata = { name, namespace, labels: { app: "kube-proxy" } };
  configMaps.create({ metadata, data: { "config.conf": CONFIGURATION } });
}

/** kubeadm writes every field, those at their defaults too: an empty mode is iptables. */
const CONFIGURATION = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
bindAddressHardFail: false
clientConnection:
  acceptContentTypes: ""
  burst: 0
  contentType: ""
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
  qps: 0
clusterCIDR: ${POD_RANGE}
configSyncPeriod: 0s
conntrack:
  maxPerCore: null
  min: null
  tcpBeLiberal: false
  tcpCloseWaitTimeout: null
  tcpEstablishedTimeout: null
  udpStreamTimeout: 0s
  udpTimeout: 0s
detectLocal:
  bridgeInterface: ""
  interfaceNamePrefix: ""
detectLocalMode: ""
enableProfiling: false
healthzBindAddress: ""
hostnameOverride: ""
iptables:
  localhostNodePorts: null
  masqueradeAll: false
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
ipvs:
  excludeCIDRs: null
  minSyncPeriod: 0s
  scheduler: ""
  strictARP: false
  syncPeriod: 0s
  tcpFinTimeout: 0s
  tcpTimeout: 0s
  udpTimeout: 0s
kind: KubeProxyConfiguration
logging:
  flushFrequency: 0
  options:
    json:
      infoBufferSize: "0"
    text:
      infoBufferSize: "0"
  verbosity: 0
metricsBindAddress: ""
mode: ""
nftables:
  masqueradeAll: false
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
nodePortAddresses: null
oomScoreAdj: null
portRange: ""
showHiddenMetricsForVersion: ""
winkernel:
  enableDSR: false
  forwardHealthCheckVip: false
  networkName: ""
  rootHnsEndpointName: ""
  sourceVip: ""`;
