import { createServer, request as httpRequest, type RequestListener, type Server as HttpServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect as connectSocket, createServer as createSocketServer, type AddressInfo, type Server } from "node:net";
import type { TestContext } from "node:test";

import type { ServerCertificate } from "./certificates.ts";

/** A proxy on loopback; `seen` has what was asked of it, in order. */
export interface TestProxy {
  url: string;
  seen: string[];
}

export interface ProxyOptions {
  /** Makes the connection to the proxy itself TLS. */
  certificate?: ServerCertificate;
  /** Every connection leads to this port of loopback, whatever was asked for. */
  leadTo?: number;
}

type Ends = Pick<TestContext, "after">;

async function listen(t: Ends, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** An HTTP proxy that notes which way each connection took, and who asked. */
export async function startHttpProxy(t: Ends, { certificate, leadTo }: ProxyOptions = {}): Promise<TestProxy> {
  const seen: string[] = [];
  const listener: RequestListener = (incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    const forwarded = httpRequest(incoming.url ?? "", { method: incoming.method, headers: incoming.headers });
    forwarded.on("response", (response) => {
      outgoing.writeHead(response.statusCode ?? 0, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(forwarded);
  };
  const proxy: HttpServer = certificate
    ? createTlsServer({ ...certificate, ca: [] }, listener)
    : createServer(listener);
  proxy.on("connect", ({ url = "", headers }, socket) => {
    seen.push(`CONNECT ${url} ${headers["proxy-authorization"] ?? ""}`.trim());
    const [host, port] = leadTo === undefined ? url.split(":") : ["127.0.0.1", leadTo];
    const target = connectSocket(Number(port), host, () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    target.pipe(socket).pipe(target);
    for (const end of [target, socket]) end.on("error", () => {});
  });
  const scheme = certificate ? "https" : "http";
  return { url: `${scheme}://127.0.0.1:${await listen(t, proxy)}`, seen };
}

/** A SOCKS5 proxy (RFC 1928) without authentication; notes the addresses asked for. */
export async function startSocksProxy(t: Ends, { leadTo }: Pick<ProxyOptions, "leadTo"> = {}): Promise<TestProxy> {
  const seen: string[] = [];
  const proxy = createSocketServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(Buffer.from([5, 0]));
      socket.once("data", (request) => {
        const named = request[3] === 3;
        const host = named ? request.subarray(5, 5 + request[4]!).toString() : [...request.subarray(4, 8)].join(".");
        const port = request.readUInt16BE(request.length - 2);
        seen.push(`${host}:${port}`);
        const [targetPort, targetHost] = leadTo === undefined ? [port, host] : [leadTo, "127.0.0.1"];
        const open = () => socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
        const target = connectSocket(targetPort, targetHost, open);
        target.on("error", () => socket.destroy());
        target.pipe(socket).pipe(target);
      });
    });
  });
  return { url: `socks5://127.0.0.1:${await listen(t, proxy)}`, seen };
}
