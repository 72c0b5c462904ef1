import { cluster, TLS, type KubeconfigCase } from "./case.ts";

export const PROXIES: KubeconfigCase[] = [
  cluster("proxy-url", `{server: $HTTPS/c, ${TLS}, proxy-url: "$PROXY"}`),
  cluster("proxy-url with a password", `{server: $HTTPS/c, ${TLS}, proxy-url: "http://me:pw@$PROXY_HOST/"}`),
  cluster("proxy-url of SOCKS", `{server: "https://server.example:6443/c", ${TLS}, proxy-url: "$SOCKS"}`),
  cluster(
    "proxy-url of SOCKS that looks names up",
    `{server: "https://server.example:6443/c", ${TLS}, proxy-url: "socks5h://127.0.0.1:1"}`,
  ),
  cluster("proxy-url of FTP", `{server: $HTTPS/c, ${TLS}, proxy-url: "ftp://127.0.0.1:1"}`),
  cluster("proxy-url without a scheme", `{server: $HTTPS/c, ${TLS}, proxy-url: "$PROXY_HOST"}`),
  cluster("proxy-url that is a name", `{server: $HTTPS/c, ${TLS}, proxy-url: "proxy"}`),
  cluster("proxy-url that is no URL", `{server: $HTTPS/c, ${TLS}, proxy-url: "http://[::1"}`),
  cluster("proxy-url against NO_PROXY", `{server: "https://server.example:6443/c", ${TLS}, proxy-url: "$PROXY"}`, "", {
    env: { KUBECONFIG: "$DIR/config", NO_PROXY: "*" },
  }),
  cluster(
    "proxy-url against HTTPS_PROXY",
    `{server: "https://server.example:6443/c", ${TLS}, proxy-url: "$PROXY"}`,
    "",
    { env: { KUBECONFIG: "$DIR/config", HTTPS_PROXY: "http://env:env@$PROXY_HOST" } },
  ),
  cluster("IPv6 behind a proxy", `{server: "https://[fd00::1]:6443/c", ${TLS}, proxy-url: "$PROXY"}`),
  cluster("IPv6 behind SOCKS", `{server: "https://[fd00::1]:6443/c", ${TLS}, proxy-url: "$SOCKS"}`),
  cluster("the port of https behind a proxy", `{server: "https://server.example/c", ${TLS}, proxy-url: "$PROXY"}`),
];

/** 0.0.0.0 is this machine, and yet no loopback to Go: so it is seen whether a proxy is used. */
const ENVIRONMENT: [env: Record<string, string>, server?: string][] = [
  [{ HTTPS_PROXY: "$PROXY" }, "https://127.0.0.1:$PORT"],
  [{ HTTPS_PROXY: "$PROXY" }],
  [{ https_proxy: "$PROXY" }],
  [{ HTTPS_PROXY: "http://upper:x@$PROXY_HOST", https_proxy: "http://lower:x@$PROXY_HOST" }],
  [{ HTTP_PROXY: "$PROXY" }],
  [{ HTTP_PROXY: "$PROXY" }, "http://0.0.0.0:$HTTP_PORT"],
  [{ HTTPS_PROXY: "$PROXY" }, "http://0.0.0.0:$HTTP_PORT"],
  [{ HTTPS_PROXY: "http://[::1" }],
  [{ HTTPS_PROXY: "ftp://$PROXY_HOST" }],
  [{ HTTPS_PROXY: "$PROXY" }, "https://LOCALHOST:$PORT"],
  [{ HTTPS_PROXY: "$PROXY" }, "https://127.9.9.9:1"],
  [{ ALL_PROXY: "$PROXY", all_proxy: "$PROXY" }],
  [{ HTTPS_PROXY: "$PROXY_HOST" }],
  [{ HTTPS_PROXY: "$SOCKS" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "*" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "a,*,b" }],
  [{ HTTPS_PROXY: "$PROXY", no_proxy: "0.0.0.0" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "1.1.1.1", no_proxy: "0.0.0.0" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "0.0.0.0/8" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "0.0.0.0/33" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "10.0.0.0/8 , 0.0.0.0" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "0.0.0.0:$PORT" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "0.0.0.0:1" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "0.0.0.0:" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "0.0.0" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: ".0.0.0" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "server.example" }, "https://a.server.example:6443"],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "xserver.example,rver.example,server.exampl" }, "https://server.example:6443"],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "SERVER.Example" }, "https://a.server.EXAMPLE:6443"],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "server.example:443" }, "https://server.example"],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "server.example 0.0.0.0" }],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: ".server.example" }, "https://server.example:6443"],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "*.server.example" }, "https://server.example:6443"],
  [{ HTTPS_PROXY: "$PROXY", NO_PROXY: "[fd00::1]:6443" }, "https://[fd00::2]:6443"],
];

export const PROXY_ENVIRONMENT = ENVIRONMENT.map(([env, server = "https://0.0.0.0:$PORT"]) =>
  cluster(
    `${server} and ${Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join(" ")}`,
    `{server: "${server}/c", insecure-skip-tls-verify: true}`,
    "",
    { env: { KUBECONFIG: "$DIR/config", ...env } },
  ),
);
