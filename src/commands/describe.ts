import { Command } from "commander";

import type { Context } from "../context.ts";

export const describeCommand = (_context: Context): Command => new Command("describe");
