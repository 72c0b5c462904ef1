import { at, config, one, type KubeconfigCase } from "./case.ts";

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

export const CHOICES: KubeconfigCase[] = [
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
