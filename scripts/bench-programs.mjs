import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { hereTarget, standaloneName } from "./targets.mjs";

/** What of svcctl and kubectl is there to be measured: a name, the words of its command line, its version. */
export function findPrograms() {
  const here = ["bin/svcctl.js"];
  const standalone = join("dist/standalone", standaloneName(hereTarget()));
  const node24 = process.env.NODE24 ?? "node24";
  const kubectl = process.env.KUBECTL ?? "kubectl";
  return [
    { name: "kubectl", line: [kubectl], version: versionOf([kubectl, "version", "--client"]) },
    { name: "svcctl, Node 20", line: [process.execPath, ...here], version: versionOf([process.execPath, "--version"]) },
    { name: "svcctl, Node 24", line: [node24, ...here], version: versionOf([node24, "--version"]) },
    {
      name: "svcctl, standalone",
      line: [standalone],
      version: existsSync(standalone) ? versionOf([standalone, "--version"]) : undefined,
    },
  ].filter(({ version }) => version !== undefined);
}

function versionOf([command, ...words]) {
  const { status, stdout } = spawnSync(command, words, { encoding: "utf8" });
  return status === 0 ? stdout.split("\n")[0].replace(/^.*: /, "") : undefined;
}
