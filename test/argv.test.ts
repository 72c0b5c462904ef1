import assert from "node:assert/strict";
import { test } from "node:test";

import { Command, Option } from "commander";

import { normalizeArgv, splitArgv } from "../src/argv.ts";
import { mainOptions, parseDuration, scopeOptions } from "../src/commands/flags.ts";

const globals = [...scopeOptions(), ...mainOptions()];

function parse(words: string[]): { flags: Record<string, unknown>; args: string[] } {
  const command = new Command("x")
    .argument("[words...]")
    .option("-o, --output <format>")
    .option("-A, --all-namespaces")
    .option("--wait", "", true)
    .option("-l, --selector <query>")
    .option("--no-headers")
    .addOption(new Option("--dry-run [strategy]").preset("unchanged").default("none"));
  command.parse(normalizeArgv(words, command), { from: "user" });
  return { flags: command.opts(), args: command.args };
}

test("global flags before the command's name move right behind it", () => {
  assert.deepEqual(splitArgv(["-n", "shop", "--context=c", "get", "svc", "-o", "name"], globals), {
    name: "get",
    rest: ["-n", "shop", "--context=c", "svc", "-o", "name"],
    before: ["-n", "shop", "--context=c"],
  });
});

test("global flags before the command's name stay in front of a double dash", () => {
  assert.deepEqual(splitArgv(["-n", "shop", "create", "x", "--", "sleep", "1"], globals).rest, [
    "-n",
    "shop",
    "x",
    "--",
    "sleep",
    "1",
  ]);
});

test("a flag at the end that lacks its value gets none from the global flags in front", () => {
  assert.deepEqual(splitArgv(["-n", "shop", "get", "-f"], globals).rest, ["-n", "shop", "-f"]);
});

test("a boolean global flag does not swallow the command's name", () => {
  assert.equal(splitArgv(["--insecure-skip-tls-verify", "get", "svc"], globals).name, "get");
});

test("a line of flags alone names no command", () => {
  assert.equal(splitArgv(["-n", "shop"], globals).name, undefined);
});

test("a short flag takes its value after an equals sign, as in pflag", () => {
  const { flags } = parse(["-o=json", "-l=app=web"]);
  assert.deepEqual([flags["output"], flags["selector"]], ["json", "app=web"]);
});

test("a boolean flag takes true and false after an equals sign", () => {
  assert.equal(parse(["--wait=false"]).flags["wait"], false);
  assert.equal(parse(["--wait=true"]).flags["wait"], true);
  assert.equal(parse(["--all-namespaces=1"]).flags["allNamespaces"], true);
  assert.equal(parse(["-A=false"]).flags["allNamespaces"], false);
});

test("a flag whose name begins with no takes true and false after an equals sign, and the last word counts", () => {
  assert.equal(parse(["--no-headers=true"]).flags["headers"], false);
  assert.equal(parse(["--no-headers=false"]).flags["headers"], true);
  assert.equal(parse(["--no-headers", "--no-headers=false"]).flags["headers"], true);
  assert.equal(parse(["--no-headers=false", "--no-headers"]).flags["headers"], false);
});

test("a boolean flag that is absent stays absent", () => {
  assert.equal(parse([]).flags["allNamespaces"], undefined);
});

test("an optional value is taken only after an equals sign", () => {
  const bare = parse(["--dry-run", "web"]);
  assert.deepEqual([bare.flags["dryRun"], bare.args], ["unchanged", ["web"]]);
  assert.equal(parse(["--dry-run=client", "web"]).flags["dryRun"], "client");
});

test("a value that looks like a flag belongs to the flag before it", () => {
  assert.equal(parse(["-l", "--dry-run"]).flags["selector"], "--dry-run");
});

test("words after a double dash are left alone", () => {
  assert.deepEqual(parse(["web", "--", "-o=json"]).args, ["web", "-o=json"]);
});

test("durations are read as Go writes them", () => {
  assert.deepEqual(["0", "300ms", "1m30s", "1.5h", "-5s", "5", "1x", ""].map(parseDuration), [
    0,
    300,
    90_000,
    5_400_000,
    -5000,
    undefined,
    undefined,
    undefined,
  ]);
});

test("a request timeout becomes whole milliseconds, and no more than a timer can count", () => {
  const option = scopeOptions().find(({ long }) => long === "--request-timeout");
  const milliseconds = ["1ns", "0", "2", "1500ms", "800h"].map((text) => option?.parseArg?.(text, undefined));
  assert.deepEqual(milliseconds, [1, 0, 2000, 1500, 2 ** 31 - 1]);
});
