import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { generateDeployment, generateNamespace } from "../model/generate-workload.ts";
import { createOne, type CreateOneFlags, readName, withCreateOne } from "./create-one.ts";
import { integer, slice } from "./flags.ts";
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
  return withCreateOne(command).action((words: string[], flags: DeploymentFlags, self: Parsed) =>
    runCreateDeployment(splitCommand(words, self.rawArgs), flags, context),
  );
}

async function runCreateDeployment({ names, command }: Words, flags: DeploymentFlags, context: Context): Promise<void> {
  if (flags.image === undefined) throw new UsageError('required flag(s) "image" not set');
  const name = readName(names, "create deployment");
  const { image: images, replicas } = flags;
  const port = flags.port >= 0 ? flags.port : undefined;
  await createOne(
    (namespace) => refusing(() => generateDeployment({ name, namespace, images, replicas, port, command })),
    flags,
    context,
    "failed to create deployment",
  );
}

/** commander keeps the line as it was typed, `--` included, where its types do not show it. */
type Parsed = Command & { rawArgs: readonly string[] };

interface Words {
  names: readonly string[];
  command: readonly string[];
}

/** What stands behind `--` is the container's command. */
function splitCommand(words: readonly string[], raw: readonly string[]): Words {
  const dashes = raw.indexOf("--");
  const after = dashes < 0 ? 0 : raw.length - dashes - 1;
  return { names: words.slice(0, words.length - after), command: words.slice(words.length - after) };
}

/** `create namespace NAME` */
export function createNamespaceCommand(context: Context): Command {
  const command = new Command("namespace")
    .alias("ns")
    .description("Create a namespace with the given name.")
    .usage("NAME [flags]")
    .argument("[words...]");
  return withCreateOne(command).action(async (words: string[], flags: CreateOneFlags) => {
    const name = readName(words, "create namespace");
    await createOne(() => generateNamespace(name), flags, context);
  });
}
