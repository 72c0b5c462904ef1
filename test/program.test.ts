import assert from "node:assert/strict";
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
