import { Command } from "commander";

import type { Context } from "../context.ts";

export const createCommand = (_context: Context): Command => new Command("create");
