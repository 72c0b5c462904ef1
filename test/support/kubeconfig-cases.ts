/**
 * A way to say which cluster is meant, and as whom. `$HTTPS`, `$HTTP`, `$PORT` (of $HTTPS), `$PROXY`, `$SOCKS`, `$CA`,
 * `$CERT`, `$KEY` (base64) and `$DIR` stand for what each run has of its own. A file that begins with "#!" is a program.
 */
export interface KubeconfigCase {
  situation: string;
  files: Record<string, string>;
  env?: Record<string, string>;
  args?: string;
}

const TLS = "certificate-authority-data: $CA";
const at = (path: string): string => `{server: $HTTPS/${path}, ${TLS}}`;
const V1 = "apiVersion: client.authentication.k8s.io/v1";
const V1BETA1 = `${V1}beta1`;

/** One context x of cluster c and user u. */
const config = (cluster: string, user: string, context = ""): string =>
  `current-context: x
clusters: [{name: c, cluster: ${cluster}}]
contexts: [{name: x, context: {cluster: c, user: u${context}}}]
users: [{name: u, user: ${user}}]
`;

const one = (situation: string, text: string, args = "", more: Partial<KubeconfigCase> = {}): KubeconfigCase => {
  const { files, ...rest } = more;
  return { situation, files: { config: text, ...files }, env: { KUBECONFIG: "$DIR/config" }, args, ...rest };
};

const user = (situation: string, fields: string, args = "", more: Partial<KubeconfigCase> = {}) =>
  one(situation, config(at("c"), fields), args, more);

const cluster = (situation: string, fields: string, args = "", more: Partial<KubeconfigCase> = {}) =>
  one(situation, config(fields, "{token: t}"), args, more);

const LISTS: KubeconfigCase[] = [
  {
    situation: "a list, the first file of which is missing",
    files: { b: config(at("b"), "{token: b}") },
    env: { KUBECONFIG: "$DIR/none:$DIR/b" },
  },
  {
    situation: "two files with entries of one name",
    files: { a: config(at("a"), "{token: a}"), b: config(at("b"), "{token: b}") },
    env: { KUBECONFIG: "$DIR/a:$DIR/b" },
  },
  {
    situation: "two files, each with half of a user",
    files: { a: config(at("a"), "{token: a}"), b: config(at("b"), "{token: b, as: joe}") },
    env: { KUBECONFIG: "$DIR/a:$DIR/b" },
  },
  {
    situation: "two files, each with half of a cluster and of a context",
    files: {
      a: config(`{${TLS}}`, "{token: a}"),
      b: config("{server: $HTTPS/b}", "{token: b}", ", namespace: b"),
    },
    env: { KUBECONFIG: "$DIR/a:$DIR/b" },
  },
  {
    situation: "two files with a current context each",
    files: {
      a: `current-context: z\ncontexts: [{name: z, context: {cluster: c, user: u, namespace: a}}]`,
      b: config(at("b"), "{token: b}", ", namespace: b"),
    },
    env: { KUBECONFIG: "$DIR/a:$DIR/b" },
  },
  {
    situation: "two files, the first with an empty current context",
    files: { a: 'current-context: ""', b: config(at("b"), "{token: b}") },
    env: { KUBECONFIG: "$DIR/a:$DIR/b" },
  },
  {
    situation: "a list with empty words and a file that comes twice",
    files: { a: config(at("a"), "{token: a}") },
    env: { KUBECONFIG: ":$DIR/a::$DIR/a:" },
  },
  {
    situation: "a list of which no file is there",
    files: {},
    env: { KUBECONFIG: "$DIR/none:$DIR/nowhere" },
  },
  {
    situation: "a list with a file that is no YAML",
    files: { a: config(at("a"), "{token: a}"), b: "a: b: c" },
    env: { KUBECONFIG: "$DIR/a:$DIR/b" },
  },
  {
    situation: "a relative path in the list",
    files: { a: config(at("a"), "{token: a}") },
    env: { KUBECONFIG: "a" },
  },
  {
    situation: "an empty list, and a file at home",
    files: { ".kube/config": config(at("home"), "{token: home}") },
    env: { KUBECONFIG: "" },
  },
  {
    situation: "--kubeconfig beside a list",
    files: { a: config(at("a"), "{token: a}"), b: "users: [{name: v, user: {token: v}}]" },
    env: { KUBECONFIG: "$DIR/b" },
    args: "--kubeconfig=a --user=v",
  },
  { situation: "a --kubeconfig that is missing", files: {}, args: "--kubeconfig=none" },
  {
    situation: "a --kubeconfig that is a list",
    files: { a: config(at("a"), "{}") },
    args: "--kubeconfig=$DIR/a:$DIR/a",
  },
  {
    situation: "paths that are relative to their files",
    files: {
      "one/config": config("{server: $HTTPS/one, certificate-authority: ../ca.crt}", "{}"),
      "two/config": "users: [{name: v, user: {client-certificate: certs/me.crt, client-key: ../two/certs/me.key}}]",
      "ca.crt": "$PEM_CA",
      "two/certs/me.crt": "$PEM_CERT",
      "two/certs/me.key": "$PEM_KEY",
    },
    env: { KUBECONFIG: "$DIR/one/config:two/config" },
    args: "--user=v",
  },
  {
    situation: "flags' paths, which are relative to the folder",
    files: {
      "one/config": config("{server: $HTTPS/one}", "{}"),
      "ca.crt": "$PEM_CA",
      "me.crt": "$PEM_CERT",
      "me.key": "$PEM_KEY",
    },
    args: "--kubeconfig=one/config --certificate-authority=ca.crt --client-certificate=me.crt --client-key=./me.key",
  },
];

const TEXTS: KubeconfigCase[] = [
  one("an empty file", ""),
  one("an empty file and a server", "", "--server=$HTTP/s"),
  one("a comment alone", "# nothing\n", "--server=$HTTP/s"),
  one("a file that is no mapping", "hello"),
  one("a list in the place of a mapping", "[1]"),
  one("tabs for indentation", "users:\n\t- name: u\n"),
  one("a key that comes twice", `${config(at("c"), "{token: t}")}kind: Config\nkind: Config\n`),
  one("two documents", `${config(at("c"), "{token: one}")}---\n${config(at("d"), "{token: two}")}`),
  one(
    "JSON",
    `{"current-context":"x","clusters":[{"name":"c","cluster":{"server":"$HTTPS/json","certificate-authority-data":"$CA"}}],"contexts":[{"name":"x","context":{"cluster":"c","user":"u"}}],"users":[{"name":"u","user":{"token":"t"}}]}`,
  ),
  one("a byte order mark and line ends of Windows", `\uFEFF${config(at("c"), "{token: t}").replaceAll("\n", "\r\n")}`),
  one(
    "fields that nobody knows",
    `unknown: {a: 1}\n${config(`{server: $HTTPS/c, ${TLS}, colour: red}`, "{token: t, shoe: 43}")}`,
  ),
  one("another kind", `kind: Secret\n${config(at("c"), "{}")}`),
  one("another version", `apiVersion: v2\n${config(at("c"), "{}")}`),
  cluster("a server that is a number", "{server: 1}"),
  user("a token that is a number", "{token: 123}"),
  cluster("a flag that is a string", '{server: $HTTPS/c, insecure-skip-tls-verify: "true"}'),
  cluster("a flag that says yes", "{server: $HTTPS/c, insecure-skip-tls-verify: yes}"),
  user("groups that are a string", "{as: joe, as-groups: a}"),
  cluster("data that are no base64", '{server: $HTTPS/c, certificate-authority-data: "?"}'),
  one("sections that are null", "clusters: null\ncontexts: ~\nusers:\ncurrent-context: null", "--server=$HTTP/s"),
  one(
    "two clusters and two users of one name in one file",
    `current-context: x
clusters: [{name: c, cluster: ${at("one")}}, {name: c, cluster: ${at("two")}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
users: [{name: u, user: {token: one}}, {name: u, user: {token: two}}]
`,
  ),
];

const two = `current-context: x
clusters: [{name: c, cluster: ${at("c")}}, {name: d, cluster: ${at("d")}}]
contexts:
- {name: x, context: {cluster: c, user: u, namespace: nx}}
- {name: z, context: {cluster: d, user: v}}
- {name: no-user, context: {cluster: c}}
- {name: lost-user, context: {cluster: c, user: nobody}}
- {name: lost-cluster, context: {cluster: nowhere, user: u}}
- {name: empty}
users: [{name: u, user: {token: u}}, {name: v, user: {token: v}}]
`;

const CHOICES: KubeconfigCase[] = [
  one("--context", two, "--context=z"),
  one("--context that is empty", two, "--context="),
  one("--cluster and --user", two, "--cluster=d --user=v"),
  one("a current context that is absent", two.replace("current-context: x", "current-context: zz")),
  one("no current context", two.replace("current-context: x", "")),
  one("no current context, but cluster and user", two.replace("current-context: x", ""), "--cluster=d --user=u"),
  one("an absent --context", two, "--context=zz"),
  one("an absent --cluster", two, "--cluster=zz"),
  one("an absent --user", two, "--user=zz"),
  one("an absent --cluster beside --server", two, "--cluster=zz --server=$HTTP/s"),
  one("a context without a user", two, "--context=no-user"),
  one("a context whose user is absent", two, "--context=lost-user"),
  one("a context whose cluster is absent", two, "--context=lost-cluster"),
  one("a context of nothing", two, "--context=empty"),
  one("a namespace of the context", two),
  one("-n against the context's namespace", two, "-n flagged"),
  one("an empty namespace flag", two, "--namespace="),
  one("a namespace that is no string", config(at("c"), "{}", ", namespace: 1")),
  one("--server beside a context", two, "--server=$HTTPS/s"),
  one("--server over plain http beside a context", two, "--server=$HTTP/s"),
  one("--token beside a context", two, "--token=flag"),
  one("--username and --password beside a token", two, "--username=me --password=pw"),
  one("--password alone beside a token", two, "--password=pw"),
  one("--token beside --username", two, "--token=flag --username=me --password=pw"),
];

const CLUSTERS: KubeconfigCase[] = [
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

const PROXIES: KubeconfigCase[] = [
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

const PROXY_ENVIRONMENT = ENVIRONMENT.map(([env, server = "https://0.0.0.0:$PORT"]) =>
  cluster(
    `${server} and ${Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join(" ")}`,
    `{server: "${server}/c", insecure-skip-tls-verify: true}`,
    "",
    { env: { KUBECONFIG: "$DIR/config", ...env } },
  ),
);

const USERS: KubeconfigCase[] = [
  user("a token", "{token: t}"),
  user("a token with spaces and a line end", '{token: " t \\n"}'),
  user("an empty token", '{token: ""}'),
  user("a token file before a token", "{token: t, tokenFile: token}", "", { files: { token: "filed\n" } }),
  user("a token file that is missing", "{tokenFile: none}"),
  user("a token file that is missing beside a token", "{token: t, tokenFile: none}"),
  user("a token file that is empty", "{tokenFile: token}", "", { files: { token: " \n" } }),
  user("--token against a token file", "{tokenFile: token}", "--token=flag", { files: { token: "filed\n" } }),
  user("a password", "{username: me, password: 'p:w'}"),
  user("a name without a password", "{username: me}"),
  user("a password without a name", "{password: pw}"),
  user("a token beside a password", "{token: t, username: me, password: pw}"),
  user("a token file beside a password", "{tokenFile: token, username: me, password: pw}", "", {
    files: { token: "filed" },
  }),
  user("a certificate", "{client-certificate-data: $CERT, client-key-data: $KEY}"),
  user(
    "certificate data before files",
    "{client-certificate: a, client-certificate-data: $CERT, client-key: b, client-key-data: $KEY}",
  ),
  user(
    "certificate data beside files",
    "{client-certificate: me.crt, client-certificate-data: $CERT, client-key: me.key, client-key-data: $KEY}",
    "",
    { files: { "me.crt": "", "me.key": "" } },
  ),
  user("a certificate beside a token", "{client-certificate-data: $CERT, client-key-data: $KEY, token: t}"),
  user("a certificate without a key", "{client-certificate-data: $CERT}"),
  user("a key without a certificate", "{client-key-data: $KEY}"),
  user("a certificate that is no PEM", "{client-certificate-data: aGVsbG8=, client-key-data: aGVsbG8=}"),
  user("a certificate and another's key", "{client-certificate-data: $CERT, client-key-data: $OTHER_KEY}"),
  user("files that are missing", "{client-certificate: none.crt, client-key: none.key}"),
  user(
    "somebody to act as",
    "{token: t, as: joe, as-uid: '7', as-groups: [a, b], as-user-extra: {k: [v, w], 'Odd/Key é': [x]}}",
  ),
  user("a group without a user to act as", "{as-groups: [a]}"),
  user("extra without a user to act as", "{as-user-extra: {k: [v]}}"),
  user(
    "--as and all that belongs to it",
    "{token: t}",
    "--as=ann --as-uid=1 --as-group=a --as-group=b --as-user-extra=k=v --as-user-extra=k=w",
  ),
  user(
    "--as against the kubeconfig's",
    "{token: t, as: joe, as-uid: '7', as-groups: [a], as-user-extra: {k: [v]}}",
    "--as=ann --as-group=b",
  ),
  user("--as-group alone against the kubeconfig's", "{token: t, as: joe, as-groups: [a]}", "--as-group=b"),
  user("--as-uid without anybody", "{token: t}", "--as-uid=1"),
  user("--as-group without anybody", "{token: t}", "--as-group=a"),
  user("--as-user-extra that names no value", "{token: t}", "--as=joe --as-user-extra=k"),
  user("a plugin that is gone from kubectl", "{auth-provider: {name: gcp}}"),
  user("a provider that nobody knows", "{auth-provider: {name: nobody}}"),
  user("OIDC without an issuer", "{auth-provider: {name: oidc}}"),
  user("OIDC without a client", "{auth-provider: {name: oidc, config: {idp-issuer-url: 'https://127.0.0.1:1'}}}"),
  user(
    "OIDC without tokens",
    "{auth-provider: {name: oidc, config: {idp-issuer-url: 'https://127.0.0.1:1', client-id: a}}}",
  ),
  user(
    "OIDC with a token that lasts",
    "{auth-provider: {name: oidc, config: {idp-issuer-url: 'https://127.0.0.1:1', client-id: a, id-token: a.eyJleHAiOjQxMDI0NDQ4MDB9.b}}}",
  ),
];

const plugin = (status: string, apiVersion = "client.authentication.k8s.io/v1", more = ""): Record<string, string> => ({
  "bin/plugin": `#!/bin/sh
${more}
info=$(printf '%s' "$KUBERNETES_EXEC_INFO" | base64 | tr -d '\\n')
cat <<END
{"kind": "ExecCredential", "apiVersion": "${apiVersion}", "status": ${status}}
END
`,
});
const TOKEN = '{"token": "info.$info"}';

const exec = (
  situation: string,
  fields: string,
  files: Record<string, string> = plugin(TOKEN),
  more: Partial<KubeconfigCase> & { cluster?: string; beside?: string } = {},
) => {
  const { cluster: extra = "", beside = "", args = "", ...rest } = more;
  return one(
    `a plugin: ${situation}`,
    config(`{server: $HTTPS/c, ${TLS}${extra}}`, `{exec: {${fields}}${beside}}`),
    args,
    { ...rest, files },
  );
};

const RUN = `command: ./bin/plugin, ${V1}, interactiveMode: Never`;

const PLUGINS: KubeconfigCase[] = [
  exec("beside its kubeconfig", RUN),
  exec("without a command", `${V1}, interactiveMode: Never`),
  exec("without a version", "command: ./bin/plugin, interactiveMode: Never"),
  exec("without version and mode", "command: ./bin/plugin"),
  exec(
    "of a version that is gone",
    "command: ./bin/plugin, apiVersion: client.authentication.k8s.io/v1alpha1, interactiveMode: Never",
  ),
  exec("without a mode", `command: ./bin/plugin, ${V1}`),
  exec(
    "of the beta version without a mode",
    `command: ./bin/plugin, ${V1BETA1}`,
    plugin(TOKEN, "client.authentication.k8s.io/v1beta1"),
  ),
  exec("in a mode that there is not", `command: ./bin/plugin, ${V1}, interactiveMode: Sometimes`),
  exec("in the mode Always, without a terminal", `command: ./bin/plugin, ${V1}, interactiveMode: Always`),
  exec("in the mode IfAvailable, without a terminal", `command: ./bin/plugin, ${V1}, interactiveMode: IfAvailable`),
  exec(
    "with arguments and variables",
    `${RUN}, args: [a b, "$(c)", "*"], env: [{name: EXTRA, value: e}]`,
    plugin('{"token": "$EXTRA.$#.$1.$2.$3"}'),
  ),
  exec("told about its cluster", `${RUN}, provideClusterInfo: true`, plugin(TOKEN), {
    cluster:
      ", tls-server-name: server.example, extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: a}}]",
  }),
  exec("told about its cluster, which has a path and a proxy", `${RUN}, provideClusterInfo: true`, plugin(TOKEN), {
    cluster: ', proxy-url: "$PROXY", disable-compression: true',
  }),
  exec("told about a cluster that --server moves", `${RUN}, provideClusterInfo: true`, plugin(TOKEN), {
    args: "--server=$HTTPS/s",
  }),
  exec("a bare name that PATH has not", `command: plugin, ${V1}, interactiveMode: Never`),
  exec("a bare name that PATH has", `command: plugin, ${V1}, interactiveMode: Never`, plugin(TOKEN), {
    env: { KUBECONFIG: "$DIR/config", PATH: "$DIR/bin:/usr/bin:/bin" },
  }),
  exec(
    "not installed, with a hint",
    `command: not-installed, ${V1}, interactiveMode: Never, installHint: "install\\nit"`,
  ),
  exec("not there beside its kubeconfig", `command: ./bin/none, ${V1}, interactiveMode: Never`),
  exec("a file that is no program", `command: ./config, ${V1}, interactiveMode: Never`),
  exec("that fails", RUN, plugin(TOKEN, undefined, "echo no >&2; exit 3")),
  exec("that says something on stderr", RUN, plugin(TOKEN, undefined, "echo hello >&2")),
  exec("that prints nothing", RUN, { "bin/plugin": "#!/bin/sh\n" }),
  exec("that prints no JSON", RUN, { "bin/plugin": "#!/bin/sh\necho hello\n" }),
  exec("that answers in another version", RUN, plugin(TOKEN, "client.authentication.k8s.io/v1beta1")),
  exec("that prints another kind", RUN, {
    "bin/plugin":
      '#!/bin/sh\necho \'{"kind":"Other","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t"}}\'\n',
  }),
  exec("that gives no status", RUN, plugin("null")),
  exec("that gives an empty status", RUN, plugin("{}")),
  exec("that gives a certificate without a key", RUN, plugin('{"clientCertificateData": "x"}')),
  exec("whose expiry is no time", RUN, plugin('{"token": "t", "expirationTimestamp": "tomorrow"}')),
  exec("whose expiry has passed", RUN, plugin('{"token": "t", "expirationTimestamp": "2000-01-01T00:00:00Z"}')),
  exec("beside a token", RUN, plugin(TOKEN), { beside: ", token: t" }),
  exec("beside a password", RUN, plugin(TOKEN), { beside: ", username: me, password: pw" }),
  exec("beside a provider", RUN, plugin(TOKEN), { beside: ", auth-provider: {name: oidc}" }),
  exec("beside a token file", RUN, plugin(TOKEN), { beside: ", tokenFile: token" }),
  exec("against --token", RUN, plugin(TOKEN), { args: "--token=flag" }),
  exec("of a server over plain http", RUN, plugin(TOKEN), { args: "--server=$HTTP/s" }),
];

export const KUBECONFIG_CASES: readonly KubeconfigCase[] = [
  ...LISTS,
  ...TEXTS,
  ...CHOICES,
  ...CLUSTERS,
  ...PROXIES,
  ...PROXY_ENVIRONMENT,
  ...USERS,
  ...PLUGINS,
];
