import { Command } from "commander";

import type { Context } from "../context.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { inTypeOrder } from "../model/type-order.ts";
import { formatTable } from "../print/table.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { outputPrinter, type OutputFlags, withOutput } from "./output.ts";
import { reviewOf, reviews } from "./review-resources.ts";

/** `auth whoami` */
export const whoamiCommand = (context: Context): Command =>
  withOutput(withScope(new Command("whoami")))
    .description("Show the user that the server takes you for, with its groups.")
    .action((flags: ScopeFlags & OutputFlags) => runWhoami({ scope: toScope(flags), output: flags }, context));

export interface WhoamiOptions {
  scope: Scope;
  output: OutputFlags;
}

export async function runWhoami({ scope, output }: WhoamiOptions, context: Context): Promise<void> {
  const print = await outputPrinter(output, context, true);
  const cluster = await context.connect(scope.connect);
  const answer = await cluster.create(reviews.subject, reviewOf(reviews.subject));
  context.io.out(
    print ? print(inTypeOrder(answer)) : formatTable(["ATTRIBUTE", "VALUE"], attributes(answer), context.io),
  );
}

interface UserInfo {
  username?: string;
  uid?: string;
  groups?: string[];
  extra?: Record<string, string[]>;
}

function attributes(answer: KubeObject): string[][] {
  const { userInfo = {} } = (answer["status"] ?? {}) as { userInfo?: UserInfo };
  const { username = "", uid = "", groups = [], extra = {} } = userInfo;
  return [
    ["Username", username],
    ...(uid === "" ? [] : [["UID", uid]]),
    ...(groups.length === 0 ? [] : [["Groups", goList(groups)]]),
    ...Object.keys(extra)
      .toSorted()
      .map((key) => [`Extra: ${key}`, goList(extra[key] ?? [])]),
  ];
}

/** A list as Go's fmt writes it. */
const goList = (items: readonly string[]): string => `[${items.join(" ")}]`;
