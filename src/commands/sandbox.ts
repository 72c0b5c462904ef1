import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { ExitCode, SilentExit } from "../errors.ts";
import { toJson } from "../print/json.ts";
import type { SandboxOptions, SandboxStatus } from "../sandbox/control.ts";
import { integer } from "./flags.ts";
import { factLines, nextLines, stoppedLine } from "./sandbox-lines.ts";

interface StartFlags extends SandboxOptions {
  foreground?: boolean;
}

/** `sandbox start|stop|status|reset|kubeconfig` */
export function sandboxCommand(context: Context): Command {
  return new Command("sandbox")
    .description("Run the embedded cluster: a stand-in for Kubernetes on this machine, to try and to test with.")
    .addCommand(startCommand(context))
    .addCommand(
      new Command("stop")
        .description("End the sandbox. What it holds is gone, unless it keeps its state in a file.")
        .action(() => runStop(context)),
    )
    .addCommand(statusCommand(context))
    .addCommand(
      new Command("reset")
        .description("Forget every object and begin anew, with the same options and on the same port.")
        .action(() => runReset(context)),
    )
    .addCommand(
      new Command("kubeconfig")
        .description("Print the kubeconfig of the sandbox, or where it is.")
        .option("--path", "print the file's path instead")
        .action(({ path = false }: { path?: boolean }) => runKubeconfig({ path }, context)),
    );
}

function startCommand(context: Context): Command {
  return new Command("start")
    .description("Start the sandbox in the background, and return when it is ready.")
    .addOption(new Option("--nodes <number>", "how many nodes, from 1 to 64").default(3).argParser(integer("nodes")))
    .addOption(
      new Option("--port <port>", "the port of the API on 127.0.0.1; 0: the last one, or any free one")
        .default(0)
        .argParser(integer("port")),
    )
    .option("--load-balancer", "give addresses to Services of type LoadBalancer", false)
    .option("--data <file>", "keep the state in this file across restarts")
    .option("--foreground", "serve in this process, until Ctrl-C")
    .action(({ foreground = false, nodes, port, loadBalancer, data }: StartFlags) =>
      runStart({ foreground, nodes, port, loadBalancer, ...(data !== undefined && { data }) }, context),
    );
}

function statusCommand(context: Context): Command {
  return new Command("status")
    .description("Tell whether the sandbox runs, and how to reach it. The exit code is 3 when none runs.")
    .addOption(new Option("-o, --output <format>", "output format").choices(["json"]))
    .action(({ output }: { output?: "json" }) => runStatus({ output }, context));
}

/** Starts the sandbox and says how to use it; in the foreground it stays until the signal aborts. */
export async function runStart({ foreground, ...options }: StartFlags, context: Context): Promise<void> {
  const sandbox = await context.sandbox();
  if (!foreground) return showReady("The sandbox is ready.", await sandbox.start(options), context);
  await sandbox.serve(options, context.signal, (status) => {
    showReady("The sandbox is ready. Ctrl-C ends it.", status, context);
  });
}

function showReady(headline: string, status: SandboxStatus, { io, now }: Context): void {
  io.out(`${headline}\n\n${factLines(status, io.style, now())}\n${nextLines(status)}`);
}

export async function runStop({ io, sandbox }: Context): Promise<void> {
  const status = await (await sandbox()).stop();
  if (status.pid === undefined) io.note(stoppedLine(status));
  else io.out("The sandbox has stopped.\n");
}

export async function runStatus({ output }: { output: "json" | undefined }, context: Context): Promise<void> {
  const { io, now, sandbox } = context;
  const status = await (await sandbox()).status();
  if (output === "json") io.out(toJson(status));
  else if (status.running) io.out(`The sandbox is running.\n\n${factLines(status, io.style, now())}`);
  else io.out(`${stoppedLine(status)} Start one with 'svcctl sandbox start'.\n`);
  if (!status.running) throw new SilentExit(ExitCode.notFound);
}

export async function runReset(context: Context): Promise<void> {
  const status = await (await context.sandbox()).reset();
  showReady("The sandbox is empty again.", status, context);
}

export async function runKubeconfig({ path }: { path: boolean }, { io, sandbox }: Context): Promise<void> {
  const control = await sandbox();
  const text = await control.kubeconfig();
  const status = await control.status();
  io.out(path ? `${status.kubeconfig}\n` : text);
  if (!status.running) io.note(`${stoppedLine(status)} Start one with 'svcctl sandbox start'.`);
}
