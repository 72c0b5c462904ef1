import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { createRuleRunner, type Outcome } from "./rule-runner.ts";

const create = (object: KubeObject): Outcome => createRuleRunner().create(object);

function refusals(outcome: Outcome): string[] {
  assert.ok("causes" in outcome, "it was taken");
  return [...new Set(outcome.causes.map(({ field, message }) => `${field}: ${message}`))];
}

function taken(outcome: Outcome): KubeObject {
  assert.ok("object" in outcome, JSON.stringify(outcome));
  return JSON.parse(JSON.stringify(outcome.object));
}

const of = (apiVersion: string, kind: string, rest: object, name = "x"): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
});

const container = { name: "c", image: "nginx:1.15" };
const pod = (spec: object): KubeObject => of("v1", "Pod", { spec: { containers: [container], ...spec } });
const slice = (rest: object): KubeObject => of("discovery.k8s.io/v1", "EndpointSlice", rest);
const backend = (port: object): object => ({ service: { name: "s", port } });
const labels = { app: "a" };
const template = { metadata: { labels }, spec: { containers: [container] } };
const deployment = (spec: object): KubeObject =>
  of("apps/v1", "Deployment", { spec: { selector: { matchLabels: labels }, template, ...spec } });

const refused: [situation: string, object: KubeObject, causes: string[]][] = [
  ["a Pod without an image", pod({ containers: [{ name: "c" }] }), ["spec.containers[0].image: Required value"]],
  ["a Pod without containers", pod({ containers: [] }), ["spec.containers: Required value"]],
  [
    "two containers of one name",
    pod({ containers: [container, container] }),
    ['spec.containers[1].name: Duplicate value: "c"'],
  ],
  [
    "a container port that is none",
    pod({ containers: [{ ...container, ports: [{ containerPort: 70000 }] }] }),
    ["spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"],
  ],
  [
    "one host port twice",
    pod({
      containers: [
        { ...container, ports: [{ containerPort: 80, hostPort: 80 }] },
        { ...container, name: "d", ports: [{ containerPort: 81, hostPort: 80 }] },
      ],
    }),
    ['spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"'],
  ],
  [
    "a probe that asks nothing",
    pod({ containers: [{ ...container, readinessProbe: {} }] }),
    ["spec.containers[0].readinessProbe: Required value: must specify a handler type"],
  ],
  [
    "a mount without its volume",
    pod({ containers: [{ ...container, volumeMounts: [{ name: "v", mountPath: "/v" }] }] }),
    ['spec.containers[0].volumeMounts[0].name: Not found: "v"'],
  ],
  [
    "more requested than allowed",
    pod({ containers: [{ ...container, resources: { requests: { cpu: "2" }, limits: { cpu: "1500m" } } }] }),
    ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1500m'],
  ],
  [
    "a restart policy in lower case",
    pod({ restartPolicy: "always" }),
    ['spec.restartPolicy: Unsupported value: "always": supported values: "Always", "OnFailure", "Never"'],
  ],
  [
    "an empty selector",
    deployment({ selector: {} }),
    ["spec.selector: Invalid value: {}: empty selector is invalid for deployment"],
  ],
  [
    "a rollout that can never begin",
    deployment({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: "0%" } } }),
    ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
  ],
  [
    "a Deployment of Pods that end",
    deployment({ template: { ...template, spec: { containers: [container], restartPolicy: "Never" } } }),
    ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  ],
  [
    "fewer than no replicas",
    deployment({ replicas: -1 }),
    ["spec.replicas: Invalid value: -1: must be greater than or equal to 0"],
  ],
  ["a slice of no type", slice({ endpoints: [] }), ["addressType: Required value"]],
  [
    "a slice's address of the other family",
    slice({ addressType: "IPv4", endpoints: [{ addresses: ["2001:db8::1"] }] }),
    ['endpoints[0].addresses: Invalid value: "2001:db8::1": must be an IPv4 address'],
  ],
  [
    "an endpoint without an address",
    slice({ addressType: "IPv4", endpoints: [{ addresses: [] }] }),
    ["endpoints[0].addresses: Required value: must contain at least 1 address"],
  ],
  [
    "a loopback endpoint",
    slice({ addressType: "IPv4", endpoints: [{ addresses: ["127.0.0.1"] }] }),
    ['endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ],
  [
    "too many endpoints",
    slice({ addressType: "IPv4", endpoints: Array.from({ length: 1001 }, () => ({ addresses: ["10.0.0.1"] })) }),
    ["endpoints: Too many: 1001: must have at most 1000 items"],
  ],
  [
    "two ports of one name in a slice",
    slice({ addressType: "IPv4", endpoints: [], ports: [{ port: 80 }, { port: 81 }] }),
    ['ports[1].name: Duplicate value: ""'],
  ],
  [
    "a subset of nobody",
    of("v1", "Endpoints", { subsets: [{ ports: [{ port: 80 }] }] }),
    ["subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`"],
  ],
  [
    "an Ingress without rules",
    of("networking.k8s.io/v1", "Ingress", { spec: {} }),
    ["spec: Invalid value: null: either `defaultBackend` or `rules` must be specified"],
  ],
  [
    "an Ingress path without its type",
    of("networking.k8s.io/v1", "Ingress", {
      spec: { rules: [{ http: { paths: [{ path: "/", backend: backend({ number: 80 }) }] } }] },
    }),
    ["spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"],
  ],
  [
    "an Ingress backend without a port",
    of("networking.k8s.io/v1", "Ingress", { spec: { defaultBackend: backend({}) } }),
    ["spec.defaultBackend: Required value: port name or number is required"],
  ],
  [
    "a policy's exception outside of its network",
    of("networking.k8s.io/v1", "NetworkPolicy", {
      spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["11.0.0.0/16"] } }] }] },
    }),
    ['spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`'],
  ],
  [
    "a TLS secret without a key",
    of("v1", "Secret", { type: "kubernetes.io/tls", stringData: { "tls.crt": "x" } }),
    ["data[tls.key]: Required value"],
  ],
  [
    "a Job of Pods that never end",
    of("batch/v1", "Job", { spec: { template: { spec: { containers: [container] } } } }),
    ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ],
  [
    "a namespace with a dot",
    of("v1", "Namespace", {}, "a.b"),
    [
      'metadata.name: Invalid value: "a.b": must not contain dots',
      "metadata.namespace: Forbidden: not allowed on this type",
    ],
  ],
  [
    "a finalizer without a domain",
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", finalizers: ["mine"] } },
    [
      'metadata.finalizers[0]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
    ],
  ],
];

for (const [situation, object, causes] of refused) {
  test(`${situation} is refused in the API server's words`, () => assert.deepEqual(refusals(create(object)), causes));
}

const warned: [situation: string, object: KubeObject, warnings: string[]][] = [
  [
    "a variable that hides another",
    pod({
      containers: [
        {
          ...container,
          env: [
            { name: "A", value: "1" },
            { name: "A", value: "2" },
          ],
        },
      ],
    }),
    ['spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'],
  ],
  [
    "a variable that builds on another",
    pod({
      containers: [
        {
          ...container,
          env: [
            { name: "A", value: "1" },
            { name: "A", value: "$(A)2" },
          ],
        },
      ],
    }),
    [],
  ],
  [
    "one container port twice",
    deployment({
      template: {
        ...template,
        spec: { containers: [{ ...container, ports: [{ containerPort: 80 }, { containerPort: 80, name: "http" }] }] },
      },
    }),
    [
      "spec.template.spec.containers[0].ports[1]: duplicate port definition with spec.template.spec.containers[0].ports[0]",
    ],
  ],
  [
    "a Pod's name with a dot",
    { ...pod({}), metadata: { name: "a.b" } },
    [
      "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
    ],
  ],
  [
    "a slice of names",
    slice({ addressType: "FQDN", endpoints: [{ addresses: ["example.com"] }] }),
    ["spec.addressType: FQDN endpoints are deprecated"],
  ],
];

for (const [situation, object, warnings] of warned) {
  test(`${situation} is ${warnings.length === 0 ? "not " : ""}warned about`, () => {
    const outcome = create(object);
    assert.deepEqual("warnings" in outcome && outcome.warnings, warnings);
  });
}

test("a probe and a host network Pod are filled in", () => {
  const { spec } = taken(
    create(
      pod({
        hostNetwork: true,
        containers: [{ ...container, ports: [{ containerPort: 80 }], livenessProbe: { httpGet: { port: 80 } } }],
      }),
    ),
  );
  const [first] = (spec as { containers: Record<string, unknown>[] }).containers;
  assert.deepEqual(first?.["ports"], [{ containerPort: 80, hostPort: 80, protocol: "TCP" }]);
  assert.deepEqual(first?.["livenessProbe"], {
    httpGet: { path: "/", port: 80, scheme: "HTTP" },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
});

const images: [image: string, policy: string][] = [
  ["nginx", "Always"],
  ["nginx:latest", "Always"],
  ["nginx:1.15", "IfNotPresent"],
  ["registry:5000/nginx", "Always"],
  ["registry:5000/nginx:1", "IfNotPresent"],
  ["nginx@sha256:0123", "IfNotPresent"],
  ["nginx:latest@sha256:0123", "Always"],
];

for (const [image, policy] of images) {
  test(`the image ${image} is pulled ${policy}`, () => {
    const { spec } = taken(create(pod({ containers: [{ name: "c", image }] })));
    assert.equal((spec as { containers: { imagePullPolicy: string }[] }).containers[0]?.imagePullPolicy, policy);
  });
}

const classes: [resources: object, qosClass: string][] = [
  [{}, "BestEffort"],
  [{ requests: { cpu: "1" } }, "Burstable"],
  [{ limits: { cpu: "1", memory: "1Gi" } }, "Guaranteed"],
  [{ limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "1000m", memory: "1Gi" } }, "Guaranteed"],
  [{ limits: { cpu: "1" } }, "Burstable"],
];

for (const [resources, qosClass] of classes) {
  test(`a Pod with ${JSON.stringify(resources)} is ${qosClass}`, () => {
    const { status } = taken(create(pod({ containers: [{ ...container, resources }] })));
    assert.deepEqual(status, { phase: "Pending", qosClass });
  });
}

test("of a Pod's spec only little may change", () => {
  const rules = createRuleRunner();
  taken(rules.create(pod({})));
  taken(
    rules.patch("Pod", "x", {
      spec: {
        containers: [
          {
            ...container,
            image: "nginx:1.16",
            resources: {},
            terminationMessagePath: "/dev/termination-log",
            terminationMessagePolicy: "File",
            imagePullPolicy: "IfNotPresent",
          },
        ],
      },
    }),
  );
  const [refusal = ""] = refusals(rules.patch("Pod", "x", { spec: { hostname: "h" } }));
  assert.match(
    refusal,
    /^spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`,/,
  );
  assert.deepEqual(
    refusals(rules.patch("Pod", "x", { spec: { containers: [container, { ...container, name: "d" }] } })),
    ["spec.containers: Forbidden: pod updates may not add or remove containers"],
  );
});

test("a workload keeps its selector", () => {
  const rules = createRuleRunner();
  taken(rules.create(deployment({})));
  const other = { app: "b" };
  const change = { selector: { matchLabels: other }, template: { metadata: { labels: other } } };
  assert.deepEqual(refusals(rules.patch("Deployment", "x", { spec: change })), [
    'spec.selector: Invalid value: {"matchLabels":{"app":"b"}}: field is immutable',
  ]);
});

test("a StatefulSet keeps its Service", () => {
  const rules = createRuleRunner();
  taken(
    rules.create(
      of("apps/v1", "StatefulSet", { spec: { serviceName: "s", selector: { matchLabels: labels }, template } }),
    ),
  );
  taken(rules.patch("StatefulSet", "x", { spec: { replicas: 3 } }));
  assert.deepEqual(refusals(rules.patch("StatefulSet", "x", { spec: { serviceName: "t" } })), [
    "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
  ]);
});

test("a DaemonSet counts the changes of its template", () => {
  const rules = createRuleRunner();
  taken(rules.create(of("apps/v1", "DaemonSet", { spec: { selector: { matchLabels: labels }, template } })));
  const change = { template: { metadata: { annotations: { a: "b" } } } };
  const { metadata } = taken(rules.patch("DaemonSet", "x", { spec: change }));
  assert.equal(metadata?.annotations?.["deprecated.daemonset.template.generation"], "2");
});

test("a slice keeps its address type", () => {
  const rules = createRuleRunner();
  taken(rules.create(slice({ addressType: "IPv4", endpoints: [] })));
  assert.deepEqual(refusals(rules.patch("EndpointSlice", "x", { addressType: "IPv6" })), [
    'addressType: Invalid value: "IPv6": field is immutable',
  ]);
});

test("a port of a slice has a name, be it empty, and a protocol", () => {
  const { ports } = taken(create(slice({ addressType: "IPv4", endpoints: [], ports: [{ port: 80 }] })));
  assert.deepEqual(ports, [{ name: "", port: 80, protocol: "TCP" }]);
});

test("a NetworkPolicy's types follow from its rules", () => {
  const { spec } = taken(
    create(of("networking.k8s.io/v1", "NetworkPolicy", { spec: { podSelector: {}, egress: [{}] } })),
  );
  assert.deepEqual((spec as { policyTypes: string[] }).policyTypes, ["Ingress", "Egress"]);
});

test("the texts of a Secret become its data", () => {
  const { data, stringData, type } = taken(create(of("v1", "Secret", { stringData: { a: "b" } })));
  assert.deepEqual({ data, stringData, type }, { data: { a: "Yg==" }, stringData: undefined, type: "Opaque" });
});

test("an immutable ConfigMap keeps its data", () => {
  const rules = createRuleRunner();
  taken(rules.create(of("v1", "ConfigMap", { immutable: true, data: { a: "b" } })));
  assert.deepEqual(refusals(rules.patch("ConfigMap", "x", { data: { a: "c" } })), [
    "data: Forbidden: field is immutable when `immutable` is set",
  ]);
});
