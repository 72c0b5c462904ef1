#!/usr/bin/env node
"use strict";
// Node 22 and later keep compiled code; on Node 20 there is nothing to turn on, and the module is dear to load
if (Number.parseInt(process.versions.node, 10) >= 22) require("node:module").enableCompileCache();
require("../dist/main.cjs");
