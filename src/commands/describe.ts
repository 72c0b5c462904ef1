import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode, LeftToKubectl, throwCollected, UsageError } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { type Answer, describerOf, type Question } from "./describe-kinds.ts";
import { integer, type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { planReads, type Read } from "./get-plan.ts";
import { nothingFoundIn } from "./nothing-found.ts";
import { type FileFlags, readFilenames, withFiles } from "./write-flags.ts";
import { namespaceOf } from "./write-target.ts";

interface DescribeFlags extends ScopeFlags, FileFlags {
  selector?: string;
  showEvents?: boolean;
  all?: boolean;
  chunkSize: number;
}

export interface DescribeOptions {
  scope: Scope;
  /** TYPE [NAME_PREFIX], TYPE NAME…, TYPE/NAME… */
  words: readonly string[];
  filenames: readonly string[];
  recursive: boolean;
  selector: string | undefined;
  /** Undefined: for a single object, as kubectl decides. */
  showEvents: boolean | undefined;
  /** Every endpoint of a Service, on a terminal, too. */
  all: boolean;
  chunkSize: number;
}

/** `describe`: Services, Endpoints and EndpointSlices, with what stands behind them. */
export function describeCommand(context: Context): Command {
  const command = withScope(new Command("describe"))
    .description("Show the details of Services, Endpoints or EndpointSlices.")
    .usage("(-f FILENAME | TYPE [NAME_PREFIX | -l selector] | TYPE/NAME...) [flags]")
    .argument("[words...]");
  return withFiles(command, "with the objects to describe")
    .option("-A, --all-namespaces", "in every namespace")
    .option("-l, --selector <selector>", "only objects whose labels this selector takes in")
    .option("--show-events", "show the object's Events (the default for a single object)")
    .option("--all", "show every endpoint, however many there are: a terminal shows 20 of each port")
    .addOption(
      new Option("--chunk-size <number>", "how many objects to ask for at once; 0 asks for all")
        .argParser(integer("chunk-size"))
        .default(500),
    )
    .action((words: string[], flags: DescribeFlags) => runDescribe(toOptions(words, flags), context));
}

function toOptions(words: readonly string[], flags: DescribeFlags): DescribeOptions {
  return {
    scope: toScope(flags),
    words,
    filenames: readFilenames(flags),
    recursive: flags.recursive ?? false,
    selector: flags.selector?.trim() || undefined,
    showEvents: flags.showEvents,
    all: flags.all ?? false,
    chunkSize: flags.chunkSize,
  };
}

/** Describes what the options name; a single name that nothing has is taken as the beginning of names. */
export async function runDescribe(options: DescribeOptions, context: Context): Promise<void> {
  const { io, connect } = context;
  checkNamed(options);
  const cluster = await connect(options.scope.connect);
  const plan = await planReads({ ...NO_GET_FLAGS, ...options }, cluster, context);
  const reads = plan.filter((read): read is Read => !(read instanceof CliError));
  const questions = mergeReads(reads, options);
  const answer = await ask(questions, cluster, context);
  const found = answer.found;
  const failures = [...plan.filter((read) => read instanceof CliError), ...answer.failures];
  if (found.length === 0 && isPrefix(options, failures))
    return describePrefix(options, questions, failures, cluster, context);
  const single = found.length === 1 && failures.length === 0;
  const events = options.showEvents ?? single;
  if (found.length > 0) io.out(found.map((item) => item.print({ events })).join("\n\n"));
  else if (failures.length === 0)
    io.note(nothingFoundIn(options.scope.allNamespaces ? undefined : namespaceOf(options.scope, cluster)));
  throwCollected(failures);
}

/** get's flags that describe does not have. */
const NO_GET_FLAGS = { fieldSelector: undefined, subresource: undefined, type: undefined };

function checkNamed({ words, filenames }: DescribeOptions): void {
  if (words.length > 0 || filenames.length > 0) return;
  throw new UsageError(
    'You must specify the type of resource to describe. Use "svcctl api-resources" for a complete list of supported resources.',
  );
}

/** Reads of the same kind and namespace that follow each other become one question. */
function mergeReads(reads: readonly Read[], { showEvents, all, chunkSize }: DescribeOptions): Question[] {
  const events = showEvents ?? reads.length === 1;
  const questions: Question[] = [];
  for (const { resource, ref, query } of reads) {
    const last = questions.at(-1);
    const namespace = ref ? ref.namespace : query.namespace;
    const joins = ref && last && last.names.length > 0 && last.resource === resource && last.namespace === namespace;
    if (joins) questions.splice(-1, 1, { ...last, names: [...last.names, ref.name] });
    else questions.push({ ...query, resource, namespace, names: ref ? [ref.name] : [], events, all, chunkSize });
  }
  return questions;
}

async function ask(questions: readonly Question[], cluster: Cluster, context: Context): Promise<Answer> {
  const answers: Answer[] = [];
  for (const question of questions) {
    const describe = describerOf(question.resource);
    answers.push(describe ? await describe(question, cluster, context) : { found: [], failures: [notOurs(question)] });
  }
  const failures = answers.flatMap((answer) => answer.failures);
  const texts = failures.map(({ text }) => text);
  return {
    found: answers.flatMap(({ found }) => found),
    failures: failures.filter(({ text }, at) => texts.indexOf(text) === at),
  };
}

/** Other kinds are kubectl's; what can be described is described all the same. */
function notOurs({ resource }: Question): UsageError {
  return new LeftToKubectl(`svcctl describes Services, Endpoints and EndpointSlices, not ${resource.plural}`);
}

/** Whether the command line is TYPE NAME, and nothing has that name. */
function isPrefix({ words }: DescribeOptions, failures: Answer["failures"]): boolean {
  const [type = "", name, ...more] = words;
  if (name === undefined || more.length > 0 || type.includes("/") || type.includes(",")) return false;
  return failures.every(({ exitCode }) => exitCode === ExitCode.notFound);
}

/** kubectl shows no Events here unless asked, and ends each description in an empty line. */
async function describePrefix(
  { words: [, prefix = ""], showEvents = false }: DescribeOptions,
  questions: readonly Question[],
  failures: Answer["failures"],
  cluster: Cluster,
  context: Context,
): Promise<void> {
  const all = questions.map((question): Question => ({ ...question, names: [], events: showEvents }));
  const { found } = await ask(all, cluster, context);
  const matching = found.filter(({ name }) => name.startsWith(prefix));
  if (matching.length === 0) throwCollected(failures);
  context.io.out(matching.map((item) => `${item.print({ events: showEvents })}\n`).join(""));
}
