import assert from "node:assert/strict";
import { test } from "node:test";

import { inTypeOrder } from "../../src/model/type-order.ts";

test("a Service's fields stand in the order of its Go type, labels sorted, unknown fields last", () => {
  const ordered = inTypeOrder({
    status: { loadBalancer: {} },
    spec: {
      future: 1,
      type: "NodePort",
      clusterIP: "10.0.0.1",
      selector: { b: "1", a: "2" },
      ports: [{ nodePort: 30000, targetPort: 80, port: 80, appProtocol: "http", protocol: "TCP", name: "a" }],
    },
    metadata: { labels: { z: "1", b: "2" }, uid: "u", namespace: "shop", name: "web" },
    apiVersion: "v1",
    kind: "Service",
  });
  assert.equal(
    JSON.stringify(ordered),
    '{"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"shop","uid":"u",' +
      '"labels":{"b":"2","z":"1"}},"spec":{"ports":[{"name":"a","protocol":"TCP","appProtocol":"http","port":80,' +
      '"targetPort":80,"nodePort":30000}],"selector":{"a":"2","b":"1"},"clusterIP":"10.0.0.1","type":"NodePort",' +
      '"future":1},"status":{"loadBalancer":{}}}',
  );
});

// the order of kubectl 1.36.4: events -o json
test("the Events of a list stand in the order of their Go type", () => {
  const event = {
    type: "Normal",
    reason: "Made",
    metadata: { namespace: "shop", name: "e" },
    involvedObject: { apiVersion: "v1", name: "web", namespace: "shop", kind: "Service" },
    apiVersion: "v1",
    eventTime: null,
    message: "m",
    kind: "Event",
    count: 1,
  };
  assert.equal(
    JSON.stringify(inTypeOrder({ apiVersion: "v1", kind: "EventList", metadata: {}, items: [event] })),
    '{"kind":"EventList","apiVersion":"v1","metadata":{},"items":[{"kind":"Event","apiVersion":"v1","metadata":' +
      '{"name":"e","namespace":"shop"},"involvedObject":{"kind":"Service","namespace":"shop","name":"web","apiVersion":' +
      '"v1"},"reason":"Made","message":"m","count":1,"type":"Normal","eventTime":null}]}',
  );
});
