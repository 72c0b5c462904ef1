import assert from "node:assert/strict";
import { test } from "node:test";

import { printGo } from "../../../src/sandbox/schema/go-print.ts";
import { schemaOf } from "../../../src/sandbox/schema/schema.ts";

const print = (struct: string, value: object) => {
  const schema = schemaOf("v1", struct);
  assert.ok(schema);
  return printGo(schema, value);
};

// go-spew's %#v of Kubernetes' structs
const PRINTED: [string, object, string][] = [
  [
    "ContainerPort",
    { name: "http", containerPort: 80, protocol: "TCP" },
    "(v1.ContainerPort){Name:(string)http HostPort:(int32)0 ContainerPort:(int32)80 Protocol:(v1.Protocol)TCP HostIP:(string)}",
  ],
  [
    "ConfigMapEnvSource",
    { name: "a", optional: true },
    "(v1.ConfigMapEnvSource){LocalObjectReference:(v1.LocalObjectReference){Name:(string)a} Optional:(*bool)true}",
  ],
  [
    "HTTPGetAction",
    { port: "http", httpHeaders: [{ name: "a", value: "b" }] },
    "(v1.HTTPGetAction){Path:(string) Port:(intstr.IntOrString){Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)http} " +
      "Host:(string) Scheme:(v1.URIScheme) HTTPHeaders:([]v1.HTTPHeader)[{Name:(string)a Value:(string)b}]}",
  ],
  [
    "ResourceRequirements",
    { limits: { cpu: "500m" } },
    "(v1.ResourceRequirements){Limits:(v1.ResourceList)map[cpu:{i:(resource.int64Amount){value:(int64)500 " +
      "scale:(resource.Scale)-3} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)500m " +
      "Format:(resource.Format)DecimalSI}] Requests:(v1.ResourceList)<nil> Claims:([]v1.ResourceClaim)<nil>}",
  ],
];
for (const [struct, value, expected] of PRINTED) {
  test(`a ${struct} is printed as Go prints it`, () => {
    assert.equal(print(struct, value), expected);
  });
}

test("a volume's source stands in the struct that Go embeds, where Go has it", () => {
  const printed = print("Volume", { name: "v", emptyDir: {} });
  assert.match(printed, /^\(v1\.Volume\)\{Name:\(string\)v VolumeSource:\(v1\.VolumeSource\)\{HostPath:/);
  assert.match(printed, / EmptyDir:\(\*v1\.EmptyDirVolumeSource\)\{Medium:\(v1\.StorageMedium\) SizeLimit:/);
});
