import { Command } from "commander";

import type { Context } from "../context.ts";

export const endpointsCommand = (_context: Context): Command => new Command("endpoints");
