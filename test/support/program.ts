import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const standalone = process.env["SVCCTL_STANDALONE"];

/** The built program: the executable that $SVCCTL_STANDALONE names, else this Node and what `npm run build` made. */
export const [program, ...programWords] = standalone
  ? ([resolve(standalone)] as const)
  : ([process.execPath, fileURLToPath(new URL("../../bin/svcctl.js", import.meta.url))] as const);
