import { Command } from "commander";

import type { Context } from "../context.ts";

export const configCommand = (_context: Context): Command => new Command("config");
