import { Command } from "commander";

import type { Context } from "../context.ts";

export const versionCommand = (_context: Context): Command => new Command("version");
