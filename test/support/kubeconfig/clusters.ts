import { at, cluster, config, one, TLS, type KubeconfigCase } from "./case.ts";

export const CLUSTERS: KubeconfigCase[] = [
  cluster("a cluster without a server", `{${TLS}}`),
  cluster("a cluster whose server is empty", `{server: "", ${TLS}}`),
  cluster("a path with slashes at its end", `{server: $HTTPS/a/b//, ${TLS}}`),
  cluster("a path with a query", `{server: "$HTTPS/a?b=c#d", ${TLS}}`),
  cluster("a path with escapes", `{server: "$HTTPS/a%2Fb%20c", ${TLS}}`),
  cluster("a scheme in upper case", `{server: "HTTPS://127.0.0.1:$PORT/up", ${TLS}}`),
  one(
    "a name and a password in the server's address",
    config(
      `{server: "https://me:pw@127.0.0.1:$PORT/c", ${TLS}}`,
      "{as: joe, client-certificate-data: $CERT, client-key-data: $KEY}",
    ),
  ),
  cluster(
    "a name and a password in the server's address, beside a token",
    `{server: "https://me:pw@127.0.0.1:$PORT/c", ${TLS}}`,
  ),
  cluster(
    "flags that are empty",
    at("c"),
    "--server= --token= --user= --cluster= --as= --username= --tls-server-name= --certificate-authority=",
  ),
  cluster("no scheme, and a CA", `{server: "127.0.0.1:$PORT", ${TLS}}`),
  cluster("no scheme, a path, and a CA", `{server: "127.0.0.1:$PORT/a", ${TLS}}`),
  cluster("no scheme and nothing of TLS", "{server: $HTTP_HOST}"),
  cluster("no scheme and a tls-server-name", '{server: "127.0.0.1:$PORT", tls-server-name: server.example}'),
  cluster("a scheme that is none", "{server: ftp://127.0.0.1:1}"),
  cluster("a server that is no URL", '{server: "https://[::1"}'),
  cluster("a server with spaces around it", `{server: " $HTTPS/c ", ${TLS}}`),
  cluster("a port that is none", `{server: "https://127.0.0.1:99999", ${TLS}}`),
  cluster("plain http and a token", "{server: $HTTP/c}"),
  one(
    "plain http, a password and somebody to act as",
    config("{server: $HTTP/c}", "{username: me, password: pw, as: joe, as-groups: [g]}"),
  ),
  cluster("insecurity", "{server: $HTTPS/c, insecure-skip-tls-verify: true}"),
  cluster("insecurity beside a CA", `{server: $HTTPS/c, insecure-skip-tls-verify: true, ${TLS}}`),
  cluster("--insecure-skip-tls-verify against a CA", at("c"), "--insecure-skip-tls-verify"),
  cluster(
    "--insecure-skip-tls-verify=false against insecurity",
    "{server: $HTTPS/c, insecure-skip-tls-verify: true}",
    "--insecure-skip-tls-verify=false",
  ),
  cluster(
    "--insecure-skip-tls-verify beside --certificate-authority",
    at("c"),
    "--insecure-skip-tls-verify --certificate-authority=ca.crt",
    { files: { "ca.crt": "$PEM_CA" } },
  ),
  cluster("no CA at all", "{server: $HTTPS/c}"),
  cluster("CA data before a CA file", `{server: $HTTPS/c, certificate-authority: none.crt, ${TLS}}`),
  cluster("CA data beside a CA file", `{server: $HTTPS/c, certificate-authority: ca.crt, ${TLS}}`, "", {
    files: { "ca.crt": "" },
  }),
  cluster("a CA file that is missing", "{server: $HTTPS/c, certificate-authority: none.crt}"),
  cluster("a CA that is empty", "{server: $HTTPS/c, certificate-authority: ca.crt}", "", { files: { "ca.crt": "" } }),
  cluster("a CA that is no PEM", "{server: $HTTPS/c, certificate-authority-data: aGVsbG8=}"),
  cluster("a tls-server-name", `{server: $HTTPS/c, tls-server-name: server.example, ${TLS}}`),
  cluster("a tls-server-name of somebody else", `{server: $HTTPS/c, tls-server-name: other.example, ${TLS}}`),
  cluster("--tls-server-name", at("c"), "--tls-server-name=server.example"),
  cluster(
    "--server against a tls-server-name",
    `{server: $HTTPS/c, tls-server-name: other.example, ${TLS}}`,
    "--server=$HTTPS/s",
  ),
];
