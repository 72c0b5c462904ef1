import { request } from "node:https";

import type { Credentials } from "./certificates.ts";

/** How long a sandbox may take to answer. */
const TIMEOUT_MS = 3000;

/** "ours": the sandbox of these credentials answers; "silent": something accepts connections but does not answer. */
export type Answer = "ours" | "foreign" | "silent" | "none";

/** Asks who listens on a port of this machine: a process id alone may be another program's by now. */
export function probe(port: number, credentials: Credentials): Promise<Answer> {
  return new Promise((resolve) => {
    const asking = request({
      host: "127.0.0.1",
      port,
      path: "/readyz",
      ca: credentials.ca,
      cert: credentials.client.cert,
      key: credentials.client.key,
      timeout: TIMEOUT_MS,
      agent: false,
    });
    asking.once("response", (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? "ours" : "foreign");
    });
    asking.once("timeout", () => {
      resolve("silent");
      asking.destroy();
    });
    asking.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code === "ECONNREFUSED" ? "none" : "foreign"));
    asking.end();
  });
}
