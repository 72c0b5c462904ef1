import { Agent, type RequestOptions, request } from "node:https";

import type { TestSandbox } from "./sandbox.ts";

export interface ApiRequest {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  /** Sent as it is when it is a text or bytes, else as JSON. */
  body?: unknown;
  /** Without the client certificate. */
  anonymous?: boolean;
}

export interface ApiAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed, when it is JSON. */
  body: unknown;
}

export interface ApiClient {
  call(wanted: ApiRequest): Promise<ApiAnswer>;
  /** The lines of a watch, each parsed, until `count` have come or the server ends it. */
  watch(wanted: ApiRequest, count?: number): Promise<unknown[]>;
  close(): void;
}

/** Plain HTTPS to a sandbox, so that tests see what goes over the wire. */
export function apiClient({ url, credentials }: Pick<TestSandbox, "url" | "credentials">): ApiClient {
  const { ca, client } = credentials;
  const known = new Agent({ keepAlive: true, ca, cert: client.cert, key: client.key });
  const unknown = new Agent({ ca });

  const send = ({ method = "GET", path, headers = {}, body, anonymous = false }: ApiRequest) => {
    const data = body === undefined || typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const options: RequestOptions = {
      method,
      agent: anonymous ? unknown : known,
      headers: {
        accept: "application/json",
        ...(data !== undefined && { "content-type": "application/json", "content-length": Buffer.byteLength(data) }),
        ...headers,
      },
    };
    const sent = request(url + path, options);
    sent.end(data);
    return sent;
  };

  return {
    call: (wanted) =>
      new Promise((resolve, reject) => {
        send(wanted)
          .once("error", reject)
          .once("response", (response) => {
            let text = "";
            response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
            response.once("error", reject);
            response.once("end", () =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, body: parse(text) }),
            );
          });
      }),
    watch: (wanted, count = Infinity) =>
      new Promise((resolve, reject) => {
        const sent = send(wanted).on("error", reject);
        sent.once("response", (response) => {
          let text = "";
          const done = () => resolve(text.split("\n").slice(0, -1).map(parse));
          response.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
            if (text.split("\n").length > count) response.destroy();
          });
          response.once("close", done).on("error", done);
        });
      }),
    close: () => {
      known.destroy();
      unknown.destroy();
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
