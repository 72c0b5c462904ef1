import { Command } from "commander";

import type { Context } from "../context.ts";

export const exposeCommand = (_context: Context): Command => new Command("expose");
