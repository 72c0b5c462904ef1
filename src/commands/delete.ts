import { Command } from "commander";

import type { Context } from "../context.ts";

export const deleteCommand = (_context: Context): Command => new Command("delete");
