import { at, cluster, config, one, TLS, user, type KubeconfigCase } from "./case.ts";

export const LISTS: KubeconfigCase[] = [
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

export const TEXTS: KubeconfigCase[] = [
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
