/** Cases in which svcctl does not do what kubectl does: why, and what its outcome, as JSON, must show. */
type Differences = Record<string, readonly [why: string, outcome: RegExp]>;

const alike = (why: string, outcome: RegExp, situations: readonly string[]): Differences =>
  Object.fromEntries(situations.map((situation) => [situation, [why, outcome] as const]));

const failed = (text: string): RegExp => new RegExp(`"stderr":"${text}.*"failed":true`);
const sent = (text: string): RegExp => new RegExp(`"request":.*${text}.*"failed":false`);
const unreadable = (reason: string): RegExp =>
  failed(`error: error loading config file \\\\"\\$DIR/\\w+\\\\": ${reason}`);

export const KUBECONFIG_DIFFERENCES: Differences = {
  ...alike("nothing is guessed to run at localhost:8080", failed("error: no cluster to talk to: "), [
    "two files, each with half of a cluster and of a context",
    "a list of which no file is there",
    "an empty file",
    "no current context",
    "a context of nothing",
    "a cluster without a server",
    "a cluster whose server is empty",
  ]),
  "a context whose cluster is absent": [
    "nothing is guessed to run at localhost:8080",
    failed('error: cluster \\\\"nowhere\\\\" of context \\\\"lost-cluster\\\\" does not exist in the kubeconfig'),
  ],
  ...alike("nobody is asked for a name and a password: the server says whom it lets in", sent("https://c"), [
    "a context without a user",
    "a context whose user is absent",
    "an empty token",
    "a password without a name",
    "a key without a certificate",
  ]),
  "a key that comes twice": [
    "of two values none is obviously meant",
    unreadable("yaml: line 6: duplicated mapping key"),
  ],
  "a list with a file that is no YAML": ["another YAML library's words", unreadable("yaml: line 1: ")],
  "tabs for indentation": ["another YAML library's words", unreadable("yaml: line 2: tab characters ")],
  ...alike("the field is named, not a Go type", unreadable(".*expected .*, found "), [
    "a file that is no mapping",
    "a list in the place of a mapping",
    "a server that is a number",
    "a token that is a number",
    "a flag that is a string",
    "groups that are a string",
    "a namespace that is no string",
  ]),
  "data that are no base64": [
    "the field is named",
    unreadable("clusters\\[0\\].cluster.certificate-authority-data: illegal base64 data"),
  ],
  ...alike(
    "the registry of Go types is not named",
    unreadable('no kind \\\\"(Secret|Config)\\\\" is registered for version \\\\"v[12]\\\\"'),
    ["another kind", "another version"],
  ),
  "two clusters and two users of one name in one file": [
    "the section is named, not a Go type",
    unreadable('duplicate name \\\\"c\\\\" in clusters'),
  ],
  "an absent --context": [
    "kubectl's words when -n is given; it has others when it is not",
    failed('error: context \\\\"zz\\\\" does not exist'),
  ],
  "--username and --password beside a token": ["a flag says who the user is", sent("Basic bWU6cHc=")],
  "--token against a token file": ["a flag wins over the kubeconfig", sent("Bearer flag")],
  "a path with escapes": ["a path is kept as it is written", sent("https://a%2Fb%20c/")],
  "no scheme, and a CA": ["kubectl falls back to plain http although a CA is named", sent("https://")],
  "no scheme and a tls-server-name": [
    "kubectl tries for longer than is waited for",
    failed("Unable to connect to the server: EOF"),
  ],
  ...alike("told before anything is sent", failed("error: "), [
    "a scheme that is none",
    "a server with spaces around it",
    "a port that is none",
    "a CA that is empty",
    "a token file that is empty",
  ]),
  ...alike("data win over files, as their fields are documented", sent("https://c"), [
    "CA data before a CA file",
    "CA data beside a CA file",
    "certificate data before files",
    "certificate data beside files",
  ]),
  "a certificate and another's key": [
    "told when the connection is made",
    failed("Unable to connect to the server: tls: private key does not match public key"),
  ],
  "a plugin that is gone from kubectl": ["without a link", failed("error: The gcp auth plugin has been removed.")],
  ...alike(
    "the rest is told in a hint",
    failed("Unable to connect to the server: getting credentials: exec: executable [a-z-]+ not found"),
    ["a plugin: a bare name that PATH has not", "a plugin: not installed, with a hint"],
  ),
  "a plugin: that fails": [
    "a plugin that failed is not run five times",
    failed(
      "no\\\\nUnable to connect to the server: getting credentials: exec: executable \\$DIR/bin/plugin failed with exit code 3",
    ),
  ],
  ...alike(
    "nothing of what a plugin printed is shown, and no Go type",
    failed("Unable to connect to the server: getting credentials: decoding stdout: "),
    [
      "a plugin: that prints nothing",
      "a plugin: that prints no JSON",
      "a plugin: that prints another kind",
      "a plugin: whose expiry is no time",
    ],
  ),
  "https://0.0.0.0:$PORT and HTTPS_PROXY=http://[::1": [
    "told before anything is sent",
    failed("error: HTTPS_PROXY is not a URL: "),
  ],
  "https://0.0.0.0:$PORT and HTTPS_PROXY=ftp://$PROXY_HOST": [
    "kubectl takes whatever it does not know for an HTTP proxy",
    failed("error: unsupported proxy scheme .+ftp:"),
  ],
  "https://LOCALHOST:$PORT and HTTPS_PROXY=$PROXY": [
    "capitals do not count in a host's name",
    sent('"sni":"localhost"'),
  ],
  "https://a.server.EXAMPLE:6443 and HTTPS_PROXY=$PROXY NO_PROXY=SERVER.Example": [
    "capitals do not count in a host's name",
    failed("Unable to connect to the server: dial tcp: lookup a.server.example: no such host"),
  ],
};
