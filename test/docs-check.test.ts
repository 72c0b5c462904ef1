import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { CODES } from "../src/model/finding-codes.ts";
import { codes, exampleFolder } from "../src/model/finding-kinds.ts";

const file = join(dirname(fileURLToPath(import.meta.url)), "../docs/check.md");
const MARK = "<!-- one section for each code: UPDATE=1 writes them -->\n";

const SEEN_IN = { cluster: "a cluster", files: "files", either: "a cluster and in files" };

function section(code: (typeof codes)[number]): string {
  const { severity, title, why, help, seenIn } = CODES[code];
  const folder = `../examples/${exampleFolder(code)}`;
  return `
### ${code}: ${title}

${severity[0]?.toUpperCase()}${severity.slice(1)}, seen in ${SEEN_IN[seenIn]}. [Shows it](${folder}/shows.yaml), [does not](${folder}/healthy.yaml).

${why}

To do: ${help}
`;
}

test("docs/check.md says of each code what check itself says", () => {
  const text = readFileSync(file, "utf8");
  const expected = text.slice(0, text.indexOf(MARK) + MARK.length) + codes.map(section).join("");
  if (process.env["UPDATE"]) writeFileSync(file, expected);
  assert.equal(readFileSync(file, "utf8"), expected);
});
