import { Command } from "commander";

import type { Context } from "../context.ts";

export const sandboxCommand = (_context: Context): Command => new Command("sandbox");
