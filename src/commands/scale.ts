import { Command } from "commander";

import type { Context } from "../context.ts";

export const scaleCommand = (_context: Context): Command => new Command("scale");
