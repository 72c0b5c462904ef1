import { config, one, TLS, V1, V1BETA1, type KubeconfigCase } from "./case.ts";

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

export const PLUGINS: KubeconfigCase[] = [
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
