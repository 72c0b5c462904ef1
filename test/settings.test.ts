import assert from "node:assert/strict";
import { test } from "node:test";

import { readSettings } from "../src/settings.ts";

test("a flag's value may follow it, stand behind an equals sign, or be attached to a short flag", () => {
  for (const line of ["-v 6", "-v=6", "-v6", "--v 6", "--v=6"]) {
    assert.equal(readSettings(`get svc ${line}`.split(" ")).verbosity, 6, line);
  }
  for (const line of ["-o json", "-o=json", "-ojson", "--output json", "--output=json"]) {
    assert.equal(readSettings(`get svc ${line}`.split(" ")).jsonErrors, true, line);
  }
  for (const line of ["-o jsonpath={.kind}", "-oyaml", "-- -o json"]) {
    assert.equal(readSettings(`get svc ${line}`.split(" ")).jsonErrors, false, line);
  }
});
