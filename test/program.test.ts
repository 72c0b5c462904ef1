import assert from "node:assert/strict";
import type { Command } from "commander";

import { clusterOf } from "./support/cluster.ts";
import { test } from "node:test";

import { examples } from "../src/commands/examples.ts";
import { commandTable } from "../src/commands/table.ts";
import { ExitCode, UsageError } from "../src/errors.ts";
import { runProgram } from "../src/program.ts";
import manifest from "../package.json" with { type: "json" };
import { testContext } from "./support/context.ts";

async function usageErrorOf(...argv: string[]): Promise<UsageError> {
  const error = await runProgram(argv, testContext()).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UsageError, `a UsageError, not ${String(error)}`);
  assert.equal(error.exitCode, ExitCode.usage);
  return error;
}

test("help names every command once", async () => {
  const context = testContext();
  await runProgram([], context);
  for (const { name, summary } of commandTable) {
    assert.equal(context.stdout.split(`\n  ${name} `).length, 2, name);
    assert.ok(context.stdout.includes(summary.split(":")[0] ?? summary), summary);
  }
});

test("each command has help that ends in success", async () => {
  for (const { name } of commandTable) {
    const context = testContext();
    await runProgram([name, "--help"], context);
    assert.match(context.stdout, new RegExp(`^Usage: svcctl ${name}`), name);
    assert.equal(context.stderr, "");
  }
});

test("help is no wider than the terminal, but for lines to copy", async () => {
  const shownOf = (command: Command) => command.createHelp().visibleCommands(command);
  const pathsOf = (command: Command): string[][] =>
    shownOf(command).flatMap((child) =>
      child.name() === "help" ? [] : [[], ...pathsOf(child)].map((path) => [child.name(), ...path]),
    );
  const loaded = await Promise.all(commandTable.map(async ({ load }) => load(testContext())));
  const paths = loaded.flatMap((command) => [[], ...pathsOf(command)].map((path) => [command.name(), ...path]));
  const commands = [[], ["options"], ...paths.map((path) => [...path, "--help"])];
  const helps = commands.map(async (words) => {
    const context = testContext();
    await runProgram(words, { ...context, io: { ...context.io, width: 80 } });
    return context.stdout.split("\n");
  });
  const lines = (await Promise.all(helps)).flat().filter((line) => !line.startsWith("  svcctl "));
  assert.deepEqual(
    lines.filter((line) => line.length > 80),
    [],
  );
  assert.ok(lines.includes("-o json and -o yaml print {services: [{namespace, name, type, selector, ports,"));
});

test("a misspelt command suggests the nearest one", async () => {
  const error = await usageErrorOf("exposee", "deployment", "web");
  assert.equal(error.text, 'error: unknown command "exposee" for "svcctl"');
  assert.equal(error.hint, "Did you mean this?\n\texpose");
});

test("a word that is near nothing points to the help", async () => {
  assert.equal((await usageErrorOf("frobnicate")).hint, "See 'svcctl --help' for the commands.");
});

test("a kubectl command that is left out names the kubectl command line to use", async () => {
  const error = await usageErrorOf("logs", "-f", "my pod");
  assert.equal(error.hint, "Use kubectl for it: kubectl logs -f 'my pod'");
});

test("an unknown flag is refused in kubectl's words", async () => {
  const error = await usageErrorOf("get", "svc", "--bogus");
  assert.equal(error.text, "error: unknown flag: --bogus");
  assert.equal(error.hint, "See 'svcctl get --help' for usage.");
});

const KUBECTLS_OWN: [flag: string, why: string][] = [
  ["--kuberc=prefs.yaml", "svcctl has no --kuberc: it reads no file of preferences"],
  ["--profile=cpu", "svcctl has no --profile: it profiles nothing"],
  ["--profile-output=x.pprof", "svcctl has no --profile-output: it profiles nothing"],
  ["--vmodule=request=9", "svcctl has no --vmodule: its messages have one level, -v"],
];
for (const [flag, why] of KUBECTLS_OWN) {
  test(`${flag} is refused with the reason`, async () => {
    assert.equal((await usageErrorOf("get", "svc", flag)).message, why);
  });
}

test("what asks kubectl to leave itself untuned is accepted", async () => {
  const context = testContext();
  const tuning = ["--kuberc=off", "--profile=none", "--cache-dir=/tmp/cache", "--log-flush-frequency=5s"];
  await runProgram([...tuning, "version", "--client"], context);
  assert.match(context.stdout, /^Client Version: v/);
});

test("--log-flush-frequency wants a duration", async () => {
  assert.equal(
    (await usageErrorOf("version", "--log-flush-frequency=5")).message,
    'invalid argument "5" for "--log-flush-frequency" flag: time: missing unit in duration "5"',
  );
});

// kubectl 1.36.4: api-versions foo bar
test("words that a command has no use for are named", async () => {
  assert.equal((await usageErrorOf("api-versions", "foo", "bar")).message, "unexpected arguments: [foo bar]");
});

test("an unknown flag with no command is refused", async () => {
  assert.equal((await usageErrorOf("--bogus")).text, "error: unknown flag: --bogus");
});

test("the global flags are shown by options alone", async () => {
  const [options, help] = [testContext(), testContext()];
  await runProgram(["options"], options);
  await runProgram(["get", "--help"], help);
  assert.match(options.stdout, /^The following flags can be passed to any command:\n\n {2}--kubeconfig <path> /);
  assert.match(options.stdout, /--warnings-as-errors/);
  assert.doesNotMatch(help.stdout, /--kubeconfig/);
  assert.match(help.stdout, /Use 'svcctl options' for the flags of every command\.\n$/);
});

test("--version alone shows the version of package.json", async () => {
  const context = testContext();
  await runProgram(["--version"], context);
  assert.equal(context.stdout, `svcctl v${manifest.version}\n`);
});

test("each command that a user meets first has examples, and each example is a line that its command accepts", async () => {
  for (const [path, lines] of Object.entries(examples)) {
    const name = path.split(" ")[0] ?? "";
    assert.ok(
      commandTable.some((entry) => entry.name === name),
      path,
    );
    for (const line of lines) {
      const words = (line.replace(/.*svcctl /, "").match(/(?:'[^']*'|[^\s')])+/g) ?? []).map((word) =>
        word.replaceAll("'", ""),
      );
      const refused = await runProgram(words, testContext()).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      assert.ok(!(refused instanceof UsageError), `${line}: ${String(refused)}`);
    }
  }
});

test("global flags may stand before the name of a subcommand, with their values", async () => {
  for (const line of [
    "config -n view view --minify=false",
    "config --kubeconfig f view",
    "auth --context x can-i get svc",
    "set -n default selector svc/web a=b",
    "create --dry-run=client -o name deploy b --image=x",
    "create service -n clusterip clusterip b --tcp=80 --dry-run=client",
  ]) {
    const refused = await runProgram(line.split(" "), testContext()).catch((thrown: unknown) => thrown);
    assert.ok(!(refused instanceof UsageError), `${line}: ${String(refused)}`);
  }
});

test("a subcommand refuses flags of its parent alone, wherever they stand", async () => {
  const refusals: [string, string][] = [
    ["create deploy b --image=x --selector=a", "error: unknown flag: --selector"],
    ["create deploy b --image=x -R -l a=b", "error: unknown shorthand flag: 'R' in -R"],
    ["create ns b -f nofile", "error: unknown shorthand flag: 'f' in -f"],
    ["create -f x ns b", "error: unknown shorthand flag: 'f' in -f"],
    ["create svc clusterip b --tcp=80 -l a=b", "error: unknown shorthand flag: 'l' in -l"],
  ];
  for (const [line, text] of refusals) assert.equal((await usageErrorOf(...line.split(" "))).text, text, line);
});

test("what is left to kubectl names the whole kubectl line, as it was typed", async () => {
  for (const line of [
    "create configmap x --from-literal=a=b",
    "create cm x -n shop",
    "-n shop create ingress x --rule=a/b=web:80",
    "create job x --image=y -- ls -l",
    "create token sa --context c",
    "create --edit -f x.yaml --kubeconfig f",
    "create --raw /api/v1 -f x.yaml",
    "auth reconcile -f x.yaml -R",
    "set image deploy/web web=nginx --all",
    "apply -f x.yaml --prune -l a=b",
    "apply set-last-applied -f x.yaml --create-annotation",
    "delete --raw /api/v1/namespaces/x",
    "diff -f x.yaml --prune",
  ]) {
    assert.equal((await usageErrorOf(...line.split(" "))).hint, `Use kubectl for it: kubectl ${line}`, line);
  }
  const quoted = await usageErrorOf("create", "secret", "generic", "x", "--from-literal=a=it's", "--color", "never");
  assert.equal(quoted.hint, `Use kubectl for it: kubectl create secret generic x '--from-literal=a=it'\\''s'`);
});

test("wrong flags and values are refused in the words of kubectl's parser", async () => {
  const refusals: [string, string][] = [
    ["get svc -q", "error: unknown shorthand flag: 'q' in -q"],
    ["get svc -Aq", "error: unknown shorthand flag: 'q' in -q"],
    ["get svc -Wide", "error: unknown shorthand flag: 'W' in -Wide"],
    ["create -f", "error: flag needs an argument: 'f' in -f"],
    ["get svc --output", "error: flag needs an argument: --output"],
    [
      "get svc -A=bogus",
      'error: invalid argument "bogus" for "-A, --all-namespaces" flag: strconv.ParseBool: parsing "bogus": invalid syntax',
    ],
    [
      "create deploy b --image=x --replicas=q",
      'error: invalid argument "q" for "-r, --replicas" flag: strconv.ParseInt: parsing "q": invalid syntax',
    ],
    ["get svc --color=bogus", 'error: invalid argument "bogus" for "--color" flag: must be one of auto, always, never'],
    [
      "get svc --type x",
      'error: invalid argument "x" for "--type" flag: must be one of ClusterIP, NodePort, LoadBalancer, ExternalName',
    ],
    ["config foo", 'error: unknown command "foo" for "svcctl config"'],
  ];
  for (const [line, text] of refusals) assert.equal((await usageErrorOf(...line.split(" "))).text, text, line);
  assert.equal((await usageErrorOf("config", "foo")).hint, "See 'svcctl config --help' for usage.");
  assert.match(
    (await usageErrorOf("endpoints", "-o", "x")).text,
    /^error: invalid argument "x" for "-o, --output" flag: must be one of /,
  );
});

test("objects inside each other beyond what can be shown are refused in words", async () => {
  let deep: unknown = "core";
  for (let level = 0; level < 50_000; level++) deep = [deep];
  const web = { apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace: "default" }, deep };
  const context = testContext({ connect: async () => clusterOf([web]) });
  await assert.rejects(runProgram(["get", "svc", "web", "-o", "json"], context), {
    name: "CliError",
    message: "the data is nested too deeply",
  });
});
