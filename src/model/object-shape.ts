import {
  flag,
  listsOfTexts,
  map,
  nullable,
  number,
  numberOrText,
  required,
  type Shape,
  shapeFault,
  text,
  texts,
} from "./shape.ts";

const reference = { kind: text, namespace: text, name: text, uid: text, fieldPath: text };
const conditions: Shape = [{ type: required(text), status: required(text), reason: text, message: text }];
const labelSelector = {
  matchLabels: texts,
  matchExpressions: [{ key: text, operator: text, values: [text] }],
} as const;
const port = { name: text, port: number, protocol: text, appProtocol: text };

const probe = {
  httpGet: { port: numberOrText, path: text },
  tcpSocket: { port: numberOrText },
  grpc: { port: number },
};
const containers: Shape = [
  {
    name: text,
    image: text,
    ports: [{ name: text, containerPort: number, hostPort: number, hostIP: text, protocol: text }],
    readinessProbe: probe,
    livenessProbe: probe,
    startupProbe: probe,
  },
];
const podSpec = {
  nodeName: text,
  hostname: text,
  subdomain: text,
  hostNetwork: flag,
  containers,
  initContainers: containers,
  readinessGates: [{ conditionType: text }],
  restartPolicy: text,
} as const;
const containerStatuses: Shape = [{ name: text, ready: flag, restartCount: number, state: map, lastState: map }];
const pod: Shape = {
  spec: podSpec,
  status: {
    phase: text,
    reason: text,
    message: text,
    podIP: text,
    podIPs: [{ ip: required(text) }],
    hostIP: text,
    conditions,
    containerStatuses,
    initContainerStatuses: containerStatuses,
  },
};

const template = { metadata: { labels: texts, annotations: texts }, spec: podSpec };
const workload: Shape = {
  spec: { replicas: number, parallelism: number, serviceName: text, selector: labelSelector, template },
  status: { replicas: number, readyReplicas: number, conditions },
};
const backend = { service: { name: text, port: { name: text, number } } };

/** What svcctl relies on in objects of Kubernetes' own kinds. Fields that are not named here may be anything. */
const SHAPES: Readonly<Record<string, Shape>> = {
  Service: {
    spec: {
      type: text,
      clusterIP: text,
      clusterIPs: [text],
      externalIPs: [text],
      externalName: text,
      externalTrafficPolicy: text,
      internalTrafficPolicy: text,
      trafficDistribution: text,
      healthCheckNodePort: number,
      ipFamilies: [text],
      ipFamilyPolicy: text,
      loadBalancerIP: text,
      loadBalancerClass: text,
      loadBalancerSourceRanges: [text],
      publishNotReadyAddresses: flag,
      selector: texts,
      sessionAffinity: text,
      sessionAffinityConfig: { clientIP: { timeoutSeconds: number } },
      ports: [{ ...port, nodePort: number, targetPort: numberOrText }],
    },
    status: { loadBalancer: { ingress: [{ ip: text, hostname: text, ipMode: text, ports: [map] }] }, conditions },
  },
  Endpoints: {
    subsets: [
      {
        addresses: [{ ip: required(text), hostname: text, nodeName: text, targetRef: reference }],
        notReadyAddresses: [{ ip: required(text), hostname: text, nodeName: text, targetRef: reference }],
        ports: [port],
      },
    ],
  },
  "EndpointSlice.discovery.k8s.io": {
    addressType: required(text),
    ports: nullable([port]),
    endpoints: nullable([
      {
        addresses: required([text]),
        hostname: text,
        nodeName: text,
        zone: text,
        conditions: { ready: flag, serving: flag, terminating: flag },
        deprecatedTopology: texts,
        targetRef: reference,
        hints: { forZones: [{ name: required(text) }], forNodes: [{ name: required(text) }] },
      },
    ]),
  },
  Pod: pod,
  Node: {
    spec: { podCIDR: text, podCIDRs: [text], unschedulable: flag },
    status: { addresses: [{ type: required(text), address: required(text) }], conditions },
  },
  Event: {
    type: text,
    reason: text,
    message: text,
    count: number,
    firstTimestamp: nullable(text),
    lastTimestamp: nullable(text),
    eventTime: nullable(text),
    involvedObject: reference,
    source: { component: text, host: text },
    series: { count: number, lastObservedTime: nullable(text) },
    reportingComponent: text,
    reportingInstance: text,
  },
  ConfigMap: { data: texts },
  ReplicationController: { spec: { replicas: number, selector: texts, template }, status: { replicas: number } },
  ...Object.fromEntries(
    ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"].map((kind) => [`${kind}.apps`, workload]),
  ),
  "Job.batch": workload,
  "CronJob.batch": { spec: { jobTemplate: { spec: { template } } } },
  "Scale.autoscaling": { spec: { replicas: number }, status: { replicas: number, selector: text } },
  "ServiceCIDR.networking.k8s.io": { spec: { cidrs: [text] } },
  "Ingress.networking.k8s.io": {
    spec: { defaultBackend: backend, rules: [{ host: text, http: { paths: [{ path: text, backend }] } }] },
  },
  "NetworkPolicy.networking.k8s.io": {
    spec: {
      podSelector: labelSelector,
      policyTypes: [text],
      ingress: [
        {
          from: [
            { podSelector: labelSelector, namespaceSelector: labelSelector, ipBlock: { cidr: text, except: [text] } },
          ],
          ports: [{ port: numberOrText, endPort: number, protocol: text }],
        },
      ],
    },
  },
  "HTTPRoute.gateway.networking.k8s.io": {
    spec: { rules: [{ backendRefs: [{ group: text, kind: text, name: text, namespace: text, port: number }] }] },
  },
  "SelfSubjectReview.authentication.k8s.io": {
    status: { userInfo: { username: text, uid: text, groups: [text], extra: listsOfTexts } },
  },
  "SelfSubjectAccessReview.authorization.k8s.io": {
    status: { allowed: flag, denied: flag, reason: text, evaluationError: text },
  },
  "SelfSubjectRulesReview.authorization.k8s.io": {
    status: {
      resourceRules: [{ verbs: [text], apiGroups: [text], resources: [text], resourceNames: [text] }],
      nonResourceRules: [{ verbs: [text], nonResourceURLs: [text] }],
      incomplete: flag,
      evaluationError: text,
    },
  },
};

/**
 * Says at which field an object of one of Kubernetes' own kinds is not what every API server sends: "spec.ports must be
 * a list"; undefined when nothing is wrong, and for other kinds. `kind` is "Service", "EndpointSlice.discovery.k8s.io".
 */
export function objectFault(object: object, kind: string): string | undefined {
  return Object.hasOwn(SHAPES, kind) ? shapeFault(object, SHAPES[kind] ?? {}) : undefined;
}
