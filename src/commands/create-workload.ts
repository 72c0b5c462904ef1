import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { generateDeployment, generateNamespace } from "../model/generate-workload.ts";
import { createOne, type CreateOneFlags, readName, withCreateOne } from "./create-one.ts";
import { integer, slice } from "./flags.ts";
import { flagsOf } from "./write-flags.ts";
import { refusing } from "./write-refusal.ts";

interface DeploymentFlags extends CreateOneFlags {
  image?: string[];
  replicas: number;
  port: number;
}

/** `create deployment NAME --image=IMAGE [-- COMMAND]` */
export function createDeploymentCommand(context: Context): Command {
  const command = new Command("deployment")
    .alias("deploy")
    .description("Create a Deployment with the given name.")
    .usage("NAME --image=image [flags] [-- COMMAND [args...]]")
    .argument("[words...]");
  command
    .addOption(new Option("--image <image>", "the image to run; repeatable, one container each").argParser(slice))
    .addOption(new Option("-r, --replicas <count>", "how many Pods").argParser(integer("replicas")).default(1))
    .addOption(
      new Option("--port <port>", "the port that the first container opens").argParser(integer("port")).default(-1),
    );
  return withCreateOne(command).action((words: string[], _own: DeploymentFlags, self: Command) =>
    runCreateDeployment(words, self, context),
  );
}

async function runCreateDeployment(words: readonly string[], self: Command, context: Context): Promise<void> {
  const flags: DeploymentFlags = flagsOf(self);
  const { names, command } = splitCommand(words, self);
  const name = readName(names, "create deployment");
  if (flags.image === undefined) throw new UsageError('required flag(s) "image" not set');
  const { image: images, replicas } = flags;
  const port = flags.port >= 0 ? flags.port : undefined;
  await createOne(
    (namespace) => refusing(() => generateDeployment({ name, namespace, images, replicas, port, command })),
    flags,
    context,
    "failed to create deployment",
  );
}

/** What stands behind `--` is the container's command. */
function splitCommand(
  words: readonly string[],
  self: Command,
): { names: readonly string[]; command: readonly string[] } {
  const raw = rootOf(self).args;
  const dashes = raw.indexOf("--");
  const after = dashes < 0 ? 0 : raw.length - dashes - 1;
  return { names: words.slice(0, words.length - after), command: words.slice(words.length - after) };
}

const rootOf = (command: Command): Command => (command.parent === null ? command : rootOf(command.parent));

/** `create namespace NAME` */
export function createNamespaceCommand(context: Context): Command {
  const command = new Command("namespace")
    .alias("ns")
    .description("Create a namespace with the given name.")
    .usage("NAME [flags]")
    .argument("[words...]");
  return withCreateOne(command).action(async (words: string[], _own: CreateOneFlags, self: Command) => {
    const name = readName(words, "create namespace");
    await createOne(() => generateNamespace(name), flagsOf(self), context);
  });
}
