import assert from "node:assert/strict";
import { test } from "node:test";

import { startShop, WEB_SERVICE } from "../support/shop.ts";

const shop = await startShop();

const DNS = `apiVersion: v1
kind: Service
metadata: {name: dns}
spec:
  selector: {app: dns}
  ports:
  - {name: dns, port: 53, protocol: UDP}
  - {name: dns-tcp, port: 53, protocol: TCP}
`;
const PORTS = "jsonpath={range .spec.ports[*]}{.name}:{.port}/{.protocol}->{.targetPort} {end}";

test("an object is created, then unchanged, then configured", async () => {
  const stall = await shop.open();
  const apply = async (stdin: string) => (await stall.run("apply -f -", { stdin })).stdout;
  assert.equal(await apply(WEB_SERVICE), "service/web created\n");
  assert.equal(await apply(WEB_SERVICE), "service/web unchanged\n");
  assert.equal(await apply(WEB_SERVICE.replace("app: web", "app: other")), "service/web configured\n");
  assert.equal(await stall.read("get svc web -o jsonpath={.spec.selector.app}"), "other");
});

test("what was applied before and is no more goes; what others added stays", async () => {
  const stall = await shop.open();
  const labelled = WEB_SERVICE.replace("{name: web}", "{name: web, labels: {a: '1', b: '2'}}");
  await stall.run("apply -f -", { stdin: labelled });
  await stall.read("label svc web theirs=3");
  await stall.run("apply -f -", { stdin: labelled.replace(", b: '2'", "") });
  assert.equal(await stall.read("get svc web -o jsonpath={.metadata.labels}"), '{"a":"1","theirs":"3"}');
});

test("TCP and UDP on one number survive, where kubectl loses one of them", async () => {
  const stall = await shop.open();
  const apply = (stdin: string) => stall.run("apply -f -", { stdin });
  await apply(DNS);
  assert.equal((await apply(DNS)).stdout, "service/dns unchanged\n");
  await apply(DNS.replace("protocol: TCP", "protocol: TCP, targetPort: 5353"));
  assert.equal(await stall.read(["get", "svc", "dns", "-o", PORTS]), "dns:53/UDP->53 dns-tcp:53/TCP->5353 ");
  await apply(DNS.replace(/.*UDP.*\n/, ""));
  assert.equal(await stall.read(["get", "svc", "dns", "-o", PORTS]), "dns-tcp:53/TCP->53 ");
  await apply(DNS);
  assert.equal(await stall.read(["get", "svc", "dns", "-o", PORTS]), "dns:53/UDP->53 dns-tcp:53/TCP->53 ");
});

test("an object that apply did not make is warned of", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const { stdout, stderr } = await stall.run("apply -f -", { stdin: WEB_SERVICE });
  assert.equal(stdout, "service/web configured\n");
  assert.match(
    stderr,
    /^Warning: resource services\/web is missing the kubectl\.kubernetes\.io\/last-applied-configuration/,
  );
});

test("a dry run of either kind changes nothing, and tells what would change", async () => {
  const stall = await shop.open();
  const other = WEB_SERVICE.replace("app: web", "app: other");
  await stall.run("apply -f -", { stdin: WEB_SERVICE });
  for (const [how, suffix] of [
    ["client", "(dry run)"],
    ["server", "(server dry run)"],
  ] as const) {
    const changed = await stall.run(`apply -f - --dry-run=${how}`, { stdin: other });
    assert.equal(changed.stdout, `service/web configured ${suffix}\n`);
    const same = await stall.run(`apply -f - --dry-run=${how}`, { stdin: WEB_SERVICE });
    assert.equal(same.stdout, `service/web unchanged ${suffix}\n`);
  }
  assert.equal(await stall.read("get svc web -o jsonpath={.spec.selector.app}"), "web");
});

test("a refused patch is told with the object and the file", async () => {
  const stall = await shop.open();
  await stall.run("apply -f -", { stdin: WEB_SERVICE });
  const { error } = await stall.run("apply -f -", { stdin: WEB_SERVICE.replace("type: NodePort", "type: X") });
  assert.match(error?.text ?? "", /^The Service "web" is invalid: spec\.type: Unsupported value: "X"/);
  assert.match(error?.message ?? "", /^error when applying patch:\n\{.*\}\nto:\nResource: "\/v1, Resource=services"/);
});

test("--force replaces what cannot be patched", async () => {
  const stall = await shop.open();
  await stall.run("apply -f -", { stdin: WEB_SERVICE });
  const uid = await stall.read("get svc web -o jsonpath={.metadata.uid}");
  const headless = WEB_SERVICE.replace("type: NodePort", "clusterIP: None");
  assert.equal((await stall.run("apply -f -", { stdin: headless })).error?.exitCode, 6);
  assert.equal((await stall.run("apply -f - --force", { stdin: headless })).stdout, "service/web configured\n");
  assert.notEqual(await stall.read("get svc web -o jsonpath={.metadata.uid}"), uid);
});

test("several objects in one format are one list; names are printed one by one", async () => {
  const stall = await shop.open();
  const stdin = `${WEB_SERVICE}---\n${DNS}`;
  const { stdout } = await stall.run("apply -f - -o json", { stdin });
  const list = JSON.parse(stdout) as { kind: string; items: { kind: string }[] };
  assert.deepEqual([list.kind, list.items.length], ["List", 2]);
  assert.equal((await stall.run("apply -f - -o name", { stdin })).stdout, "service/web\nservice/dns\n");
});

test("on the server, a field that another manager owns is a conflict, which --force-conflicts wins", async () => {
  const stall = await shop.open();
  await stall.run("apply --server-side -f -", { stdin: WEB_SERVICE });
  await stall.read(["patch", "svc", "web", "--field-manager=ops", "-p", '{"spec":{"type":"ClusterIP"}}']);
  const { error } = await stall.run("apply --server-side -f -", { stdin: WEB_SERVICE });
  assert.match(
    error?.text ?? "",
    /^error: Apply failed with 1 conflict: conflict with "ops".*: \.spec\.type\nPlease review/,
  );
  assert.equal(error?.exitCode, 5);
  const forced = await stall.run("apply --server-side --force-conflicts -f -", { stdin: WEB_SERVICE });
  assert.equal(forced.stdout, "service/web serverside-applied\n");
});

test("after the first apply on the server, fields of the client-side applies can be taken out", async () => {
  const stall = await shop.open();
  await stall.run("apply -f -", { stdin: WEB_SERVICE });
  await stall.run("apply --server-side -f -", { stdin: WEB_SERVICE });
  await stall.run("apply --server-side -f -", { stdin: WEB_SERVICE.replace("  selector: {app: web}\n", "") });
  assert.equal(await stall.read("get svc web -o jsonpath={.spec.selector}"), "");
});

for (const [line, message] of [
  ["apply", "must specify one of -f and -k"],
  ["apply -f - extra", "Unexpected args: [extra]"],
  ["apply -f - --prune", "svcctl prunes nothing"],
  ["apply -f - --force-conflicts", "--force-conflicts only works with --server-side"],
  ["apply -f - --server-side --force", "--force cannot be used with --server-side"],
  ["apply -f - --subresource=status", "--subresource can only be specified for --server-side"],
  [
    "apply -f - --server-side --dry-run=client",
    "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
  ],
  ["apply edit-last-applied svc/web", 'svcctl has no command "apply edit-last-applied"'],
  [
    "apply view-last-applied svc/web -o wide",
    "Unexpected -o output mode: wide, the flag 'output' must be one of yaml|json",
  ],
] as const) {
  test(`${line} is refused`, async () => {
    const stall = await shop.open();
    assert.equal((await stall.run(line, { stdin: WEB_SERVICE })).error?.message, message);
  });
}

test("an object whose name the server is to make cannot be applied", async () => {
  const stall = await shop.open();
  const { error } = await stall.run("apply -f -", { stdin: WEB_SERVICE.replace("name: web", "generateName: web-") });
  assert.equal(error?.message, "from web-: cannot use generate name with apply");
});

// kubectl 1.36.4: -n NAMESPACE apply view-last-applied cm -o json
test("view-last-applied shows what was applied to every object of a type, as JSON with two spaces", async () => {
  const stall = await shop.open();
  const map = (name: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}}`;
  await stall.run("apply -f -", { stdin: `${map("a")}\n---\n${map("b")}\n` });
  const { stdout } = await stall.run("apply view-last-applied cm -o json");
  const lines = stdout.split("\n").filter((line) => /"(kind|name)"/.test(line));
  assert.deepEqual(lines, ['  "kind": "ConfigMap",', '    "name": "a",', '  "kind": "ConfigMap",', '    "name": "b",']);
});

// kubectl 1.36.4: apply -f - with annotations: {team: null}
test("a null takes an annotation away", async () => {
  const stall = await shop.open();
  const web = WEB_SERVICE.replace("{name: web}", "{name: web, annotations: {team: a}}");
  await stall.run("apply -f -", { stdin: web });
  const { stdout } = await stall.run("apply -f -", { stdin: web.replace("team: a", "team: null") });
  assert.equal(stdout, "service/web configured\n");
  assert.equal(await stall.read("get svc web -o jsonpath={.metadata.annotations.team}"), "");
});
