import { Command } from "commander";

import type { Context } from "../context.ts";

export const getCommand = (_context: Context): Command => new Command("get");
